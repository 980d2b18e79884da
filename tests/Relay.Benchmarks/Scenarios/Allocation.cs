using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Metering;
using Relay.Benchmarks.Report;

namespace Relay.Benchmarks.Scenarios;

/// <summary>How many bytes a call allocates, and whether that grows with its body.</summary>
internal static class Allocation
{
    private const int Connections = 8;

    private static readonly Workload[] Workloads =
    [
        Workload.Json1K, Workload.Json50K, Workload.Json400K, Workload.Answer50K, Workload.Answer400K, Workload.Events,
    ];

    /// <summary>Runs it, each contestant in a new process that can be asked.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var calls = course.Quick ? 400 : 2000;
        var port = LoopbackPort.Free();
        var contestants = course.Proxies.Where(contestant => contestant.IsManaged).ToList();
        var allocated = new Dictionary<(Contestant, Workload), double>();
        foreach (var contestant in contestants)
        {
            Course.Say($"allocation: {contestant.Name}");
            await contestant.StartAsync(AllocationMeter.Environment(port), cancellationToken);
            foreach (var workload in Workloads)
            {
                var request = RequestBytes.Chat(contestant, workload.Kind, workload.RequestSize);
                var loop = new ClosedLoop(contestant, request, Connections, course.Time);
                // Until the pools are filled.
                await loop.RunAsync(calls / 2, cancellationToken);
                var before = await AllocationMeter.ReadAsync(port, cancellationToken);
                await loop.RunAsync(calls, cancellationToken);
                var after = await AllocationMeter.ReadAsync(port, cancellationToken);
                allocated[(contestant, workload)] = (after - before) / (double)calls;
            }

            await contestant.StartAsync(null, cancellationToken);
        }

        var table = new ResultTable("bytes allocated a call", contestants, false) { Against = course.Relay };
        foreach (var workload in Workloads)
            table.Add(workload.Name, contestant => new Median(allocated[(contestant, workload)], null), "N0");
        return new Section(
            "Allocation",
            FormattableString.Invariant($"""
                `GC.GetTotalAllocatedBytes(precise: true)` of the contestant's own process before and after {calls} calls
                over {Connections} connections, read through a startup hook (`DOTNET_STARTUP_HOOKS`), so that the program
                itself is unchanged. All that the process does is counted: server, client, store, timers.
                """),
            table);
    }
}
