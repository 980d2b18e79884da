using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Forwarding.Continuing;
using Relay.Health;
using Relay.Ingress;
using Relay.Routing;

namespace Relay.Forwarding;

/// <summary>
/// Walks a plan: tries a target, and moves on as the <see cref="RetryTable"/> says, as long as nothing of an answer has
/// gone to the caller.
/// </summary>
internal sealed class Forwarder(
    AttemptRunner attempts, Hedge hedge, HealthBook health, StatusBook status, Ids ids, TimeProvider time)
{
    /// <summary>How long a call waits for a slot at an account; a caller waits longer itself, and knows better.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a call and brings its answer back.</summary>
    /// <returns>Null when the caller has the whole answer; else why not, and nothing about it was said yet.</returns>
    public async ValueTask<Failure?> ForwardAsync(
        Call call, Plan plan, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await WalkAsync(call, plan, headers, answer, cancellationToken);
            status.Count(call, failure);
            return failure;
        }
        finally
        {
            foreach (var attempt in call.Attempts) attempt.Joint?.Dispose();
        }
    }

    private async ValueTask<Failure?> WalkAsync(
        Call call, Plan plan, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        var timeouts = plan.Route?.Timeouts ?? call.Config.Document.Timeouts;
        var walk = new AttemptWalk(plan.Targets, timeouts.Total, ids.NextDouble);
        var errand = new Errand(call, headers, answer, timeouts, cancellationToken)
        {
            Walk = walk,
            MayContinue = Continuation.IsWanted(call, plan),
        };
        IReadOnlyList<Target>? larger = null;
        var share = hedge.Count(call, plan);
        while (!errand.IsOver && walk.Next(call.Elapsed, out var wait, out var forced) is { } target)
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            var lease = health.TryBegin(target, timeouts.Attempt, forced);
            if (lease is null && !forced)
            {
                walk.HoldBack(target);
                continue;
            }

            lease ??= await health.BeginAsync(target, call.Key.Id, timeouts.Attempt, Patience, cancellationToken);
            if (lease is null)
            {
                errand.Failure ??= UpstreamFailures.Busy(health.RetryAfter(target));
                continue;
            }

            // Of a target that failed.
            answer.DropHeld();
            if (share is null || forced || errand.Broken is not null) await attempts.RunAsync(errand, target, lease);
            else await hedge.RunAsync(errand, target, lease, share);
            if (errand.IsOver || !errand.IsTooLong || larger is not null) continue;
            call.Plan = Router.WithLarger(call.Config, plan, health.Of, static route => route.NextTurn());
            larger = [.. call.Plan.Larger.Select(static candidate => candidate.Target)];
            if (larger.Count == 0) break;
            errand.Walk = walk = new(larger, timeouts.Total, ids.NextDouble);
        }

        return errand.Failure;
    }
}
