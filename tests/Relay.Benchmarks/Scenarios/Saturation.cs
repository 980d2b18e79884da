using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Report;

namespace Relay.Benchmarks.Scenarios;

/// <summary>How many calls a second, with as many asking as can be served.</summary>
internal static class Saturation
{
    /// <summary>How many connections ask.</summary>
    public const int Connections = 64;

    private static readonly Workload[] Workloads = [Workload.Json1K, Workload.Json50K, Workload.Json400K, Workload.Events];

    /// <summary>Runs it. The contestants take turns, so that what else the machine does meets all alike.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var rounds = course.Quick ? 2 : 5;
        var length = TimeSpan.FromSeconds(course.Quick ? 0.5 : 1.2);
        var noNginx = course.Nginx is null;
        var rates = new ResultTable("calls a second", course.All, noNginx) { Against = course.Relay };
        var processor = new ResultTable("µs of processor a call", course.Proxies, noNginx) { Against = course.Relay };
        foreach (var workload in Workloads)
        {
            Course.Say($"saturation: {workload.Name}");
            var results = await RoundsAsync(course, workload, rounds, length, cancellationToken);
            rates.Add(workload.Name, contestant => Median.Of(results[contestant].Select(static result => result.Rate)), "N0");
            processor.Add(
                workload.Name, contestant => Median.Of(results[contestant].Select(static result => result.CpuMicroseconds)), "N0");
        }

        return new Section(
            "Saturation",
            FormattableString.Invariant($"""
                {Connections} connections, each with one call at a time; median of {rounds} rounds of {length.TotalSeconds} s,
                ± half of what lies between the slowest and the fastest. Load, upstream and contestant share the machine's
                cores, so a ratio here is one of whole systems; the second table counts the contestant's own processes only.
                """),
            rates, processor);
    }

    private static async Task<Dictionary<Contestant, List<LoopResult>>> RoundsAsync(
        Course course, Workload workload, int rounds, TimeSpan length, CancellationToken cancellationToken)
    {
        var results = course.All.ToDictionary(contestant => contestant, _ => new List<LoopResult>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in course.All)
                results[contestant].Add(await RoundAsync(course, workload, contestant, length, cancellationToken));
        }

        return results;
    }

    private static Task<LoopResult> RoundAsync(
        Course course, Workload workload, Contestant contestant, TimeSpan length, CancellationToken cancellationToken)
    {
        var request = RequestBytes.Chat(contestant, workload.Kind, workload.RequestSize);
        return new ClosedLoop(contestant, request, Connections, course.Time).RunAsync(length, cancellationToken);
    }
}
