using Microsoft.Azure.Functions.Worker;
using Relay.Forwarding;
using Relay.Ledger;
using Relay.Ledger.Rollups;

namespace Relay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(Sweep sweep, Probe probe, Rollup rollup)
{
    /// <summary>Every minute: settles calls whose process died.</summary>
    [Function(nameof(SweepOpenCalls))]
    public Task SweepOpenCalls([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);

    /// <summary>Every half minute: looks at accounts that get no calls.</summary>
    [Function(nameof(ProbeAccounts))]
    public Task ProbeAccounts([TimerTrigger("0/30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        probe.RunAsync(cancellationToken);

    /// <summary>Every five minutes: sums records by hour and day.</summary>
    [Function(nameof(RollUpRecords))]
    public Task RollUpRecords([TimerTrigger("30 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        rollup.RunAsync(cancellationToken);
}
