using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Report;

namespace Relay.Benchmarks.Scenarios;

/// <summary>How long a start takes.</summary>
internal static class StartUp
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Runs it. Last of all, for then Relay's store holds what the other parts have written.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var starts = course.Quick ? 2 : 5;
        var table = new TextTable(["milliseconds from the start of the process", "/healthz answered", "a call answered"]);
        var stored = $"Relay, with {StoreSize(course.Relay)} of this run's store";
        await MeasureAsync("Relay, its first start", number => new RelayContestant(
            course.Direct.Port, Path.Combine(course.Folder, FormattableString.Invariant($"first-{number}")), course.Time));
        if (course.Options.Compiled is { } compiled)
        {
            await MeasureAsync("Relay compiled ahead, its first start", number => new RelayContestant(
                course.Direct.Port, Path.Combine(course.Folder, FormattableString.Invariant($"ahead-{number}")), course.Time)
            {
                Program = compiled,
            });
        }

        foreach (var contestant in course.Proxies)
            await MeasureAsync(contestant == course.Relay ? stored : contestant.Name, _ => contestant);

        return new Section(
            "Start-up",
            FormattableString.Invariant($"""
                Median of {starts} starts; the files are in the system's cache. .NET ones as `dotnet X.dll`, not compiled
                ahead of time but where it says so. Looked at each millisecond; nginx and the bare proxy answer /healthz by asking the upstream.
                """),
            table);

        async Task MeasureAsync(string name, Func<int, Contestant> choose)
        {
            Course.Say($"start-up: {name}");
            var (up, called) = (new List<double>(), new List<double>());
            for (var number = 0; number < starts; number++)
            {
                var contestant = choose(number);
                var started = course.Time.GetTimestamp();
                up.Add((await contestant.StartAsync(null, cancellationToken)).TotalMilliseconds);
                using var connection = await HttpConnection.OpenAsync(contestant.Port, course.Time, cancellationToken);
                var request = RequestBytes.Chat(contestant, Workload.Json1K.Kind, Workload.Json1K.RequestSize);
                await connection.CallAsync(request, cancellationToken);
                called.Add(course.Time.GetElapsedTime(started).TotalMilliseconds);
                await contestant.StopAsync();
            }

            table.Add(name, Median.Of(up).ToText("N0"), Median.Of(called).ToText("N0"));
        }
    }

    private static string StoreSize(RelayContestant relay)
    {
        var files = new DirectoryInfo(relay.DataFolder).EnumerateFiles("*", SearchOption.AllDirectories);
        var bytes = files.Sum(file => file.Length);
        return FormattableString.Invariant($"{bytes / Mebibyte:N0} MB");
    }
}
