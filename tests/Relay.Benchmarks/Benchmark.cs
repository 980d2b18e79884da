using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Report;
using Relay.Benchmarks.Scenarios;

namespace Relay.Benchmarks;

/// <summary>One run: starts everybody, has the parts run one after the other, writes the report, ends everybody.</summary>
internal static class Benchmark
{
    /// <summary>Runs.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Where the report is written, each part as it is there.</param>
    /// <param name="cancellationToken">Ends the run, and all that it started.</param>
    /// <exception cref="BenchmarkException">The run means nothing.</exception>
    public static async Task RunAsync(
        BenchmarkOptions options, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.DataFolder, FormattableString.Invariant($"relay-benchmarks-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        try
        {
            await output.WriteLineAsync(Machine.Describe(folder, time));
            if (options.Quick) await output.WriteLineAsync("A quick run: it shows that all works, and is too coarse to quote.\n");
            await using var course = MakeCourse(folder, options, time);
            foreach (var contestant in course.All) await contestant.StartAsync(null, cancellationToken);
            await SameAnswers.CheckAsync(course, cancellationToken);
            await WarmUp.RunAsync(course, cancellationToken);
            foreach (var (name, run) in Parts)
            {
                if (options.Only.Contains(name)) await output.WriteLineAsync((await run(course, cancellationToken)).ToString());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string Name, Func<Course, CancellationToken, Task<Section>> Run)> Parts =>
    [
        ("saturation", Saturation.RunAsync),
        ("modest", Modest.RunAsync),
        ("pairs", Pairs.RunAsync),
        ("allocation", Allocation.RunAsync),
        ("held", Held.RunAsync),
        ("routing", RoutingCost.RunAsync),
        ("startup", StartUp.RunAsync),
    ];

    private static Course MakeCourse(string folder, BenchmarkOptions options, TimeProvider time)
    {
        var direct = new DirectContestant(time);
        var nginx = NginxContestant.FindVersion() is null
            ? null
            : new NginxContestant(direct.Port, Path.Combine(folder, "nginx"), time);
        var relay = new RelayContestant(direct.Port, Path.Combine(folder, "relay"), time);
        var other = options.Against is null
            ? null
            : new RelayContestant(direct.Port, Path.Combine(folder, "other"), time, "other Relay") { Program = options.Against };
        return new Course(direct, relay, other, nginx, new BareContestant(direct.Port, time), folder, options, time);
    }
}
