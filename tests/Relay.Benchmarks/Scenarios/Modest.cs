using Relay.Benchmarks.Load;
using Relay.Benchmarks.Report;

namespace Relay.Benchmarks.Scenarios;

/// <summary>What is added to a call when nobody is busy.</summary>
internal static class Modest
{
    private const int PerSecond = 100;

    /// <summary>Runs it. The contestants take turns.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var rounds = course.Quick ? 2 : 4;
        var length = TimeSpan.FromSeconds(course.Quick ? 0.5 : 3);
        var table = new ResultTable("milliseconds", course.All, course.Nginx is null) { AddedTo = course.Direct };
        await MeasureAsync("whole answer", Workload.Json1K, latency => latency.End);
        await MeasureAsync("first chunk", Workload.Events, latency => latency.FirstByte);
        return new Section(
            "Latency at a modest rate",
            FormattableString.Invariant($"""
                {PerSecond} calls a second, sent when they are due whether others are answered or not, each timed from when
                it was due; {rounds} rounds of {length.TotalSeconds} s, taken together.
                """),
            table);

        async Task MeasureAsync(string what, Workload workload, Func<Latency, TimeSpan> part)
        {
            Course.Say($"modest rate: {workload.Name}");
            var samples = course.All.ToDictionary(contestant => contestant, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contestant in course.All)
                {
                    var request = RequestBytes.Chat(contestant, workload.Kind, workload.RequestSize);
                    using var loop = new OpenLoop(contestant, request, course.Time);
                    var latencies = await loop.RunAsync(PerSecond, length, cancellationToken);
                    samples[contestant].AddRange(latencies.Select(latency => part(latency).TotalMilliseconds));
                }
            }

            foreach (var list in samples.Values) list.Sort();
            table.Add($"{workload.Name}, {what}, p50", contestant => At(samples[contestant], 50), "N3");
            table.Add($"{workload.Name}, {what}, p99", contestant => At(samples[contestant], 99), "N3");
        }
    }

    private static Median At(List<double> sorted, int percent) =>
        new(sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)], null);
}
