using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Report;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Scenarios;

/// <summary>What it takes to hold many slow streams.</summary>
internal static class Held
{
    private const int Connections = 32;
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Runs it, each contestant in a new process that has seen some load.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var streams = course.Quick ? 200 : 1000;
        var length = TimeSpan.FromSeconds(course.Quick ? 4 : 10);
        var results = new Dictionary<Contestant, HeldResult>();
        foreach (var contestant in course.Proxies)
        {
            Course.Say($"held streams: {contestant.Name}");
            results[contestant] = await HoldAsync(course, contestant, streams, length, cancellationToken);
        }

        var table = new ResultTable(FormattableString.Invariant($"{streams} streams"), course.Proxies, course.Nginx is null);
        table.Add("streams that broke", contestant => new(results[contestant].Broken, null), "N0");
        var due = streams * length.TotalSeconds;
        table.Add("events that came, % of those due", contestant => new(100 * results[contestant].Events / due, null), "N1");
        table.Add("processor, % of one core", contestant => new(100 * results[contestant].CpuTime / length, null), "N1");
        table.Add("resident before, MB", contestant => new(results[contestant].Before / Mebibyte, null), "N1");
        table.Add("resident with them, MB", contestant => new(results[contestant].With / Mebibyte, null), "N1");
        table.Add("KB a stream", contestant => new(results[contestant].Added / 1024.0 / streams, null), "N1");
        return new Section(
            "Many slow streams",
            FormattableString.Invariant($"""
                An event a second on each, watched for {length.TotalSeconds} s. Memory is what the system calls resident,
                of all the contestant's processes: of .NET it holds garbage that was not collected yet.
                """),
            table);
    }

    private static async Task<HeldResult> HoldAsync(
        Course course, Contestant contestant, int streams, TimeSpan length, CancellationToken cancellationToken)
    {
        await contestant.StartAsync(null, cancellationToken);
        var request = RequestBytes.Chat(contestant, AnswerKind.Events, 1024);
        await new ClosedLoop(contestant, request, Connections, course.Time)
            .RunAsync(TimeSpan.FromSeconds(course.Quick ? 1 : 3), cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), course.Time, cancellationToken);

        var before = contestant.Usage();
        await using var held = new HeldStreams(contestant, course.Time);
        await held.OpenAsync(streams, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), course.Time, cancellationToken);
        var (events, cpu) = (held.Events, contestant.Usage().CpuTime);
        await Task.Delay(length, course.Time, cancellationToken);
        var with = contestant.Usage();
        return new(held.Events - events, held.Broken, before.ResidentBytes, with.ResidentBytes, with.CpuTime - cpu);
    }
}
