using Microsoft.Azure.Functions.Worker;
using Relay.Forwarding;
using Relay.Ledger;

namespace Relay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(Sweep sweep, Probe probe)
{
    /// <summary>Every minute: settles calls whose process died.</summary>
    [Function(nameof(SweepOpenCalls))]
    public Task SweepOpenCalls([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);

    /// <summary>Every half minute: looks at accounts that get no calls.</summary>
    [Function(nameof(ProbeAccounts))]
    public Task ProbeAccounts([TimerTrigger("0/30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        probe.RunAsync(cancellationToken);
}
