using Microsoft.Azure.Functions.Worker;
using Relay.Ledger;

namespace Relay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(Sweep sweep)
{
    /// <summary>Every minute: settles calls whose process died.</summary>
    [Function(nameof(SweepOpenCalls))]
    public Task SweepOpenCalls([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);
}
