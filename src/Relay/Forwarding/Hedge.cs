using System.Collections.Concurrent;
using Relay.Health;
using Relay.Ingress;
using Relay.Routing;

namespace Relay.Forwarding;

/// <summary>
/// Runs an attempt, and one at the next target of the plan beside it when its first token is later than 95 of 100 of the
/// target's recent ones were. The first that has something for the caller wins, and the other is stopped.
/// <code>
/// first  ────────────────┬──────────────► token: wins
/// second     p95 passed  └─────► stopped, or the other way round
/// </code>
/// </summary>
internal sealed class Hedge(AttemptRunner attempts, HealthBook health, TimeProvider time)
{
    /// <summary>Sooner than this nobody notices, and what passes in this time is chance.</summary>
    public static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(250);

    // By the models' names in configs, of which there are few.
    private readonly ConcurrentDictionary<string, HedgeShare> _shares = new(StringComparer.Ordinal);

    /// <summary>Counts a call, and says out of what it may be sent twice; null when it never may.</summary>
    public HedgeShare? Count(Call call, Plan plan)
    {
        if (plan.Route?.Hedge is not { } config) return null;
        var share = _shares.GetOrAdd(config.Model, static _ => new());
        share.Count(config.MaxShare);
        return plan.Input.Pin is null && call.Request.HeldId is null && call.Upload is null && call.Request.FormType is null && !call.Request.IsStored(call.Body.Span) ? share : null;
    }

    /// <summary>Runs an attempt and, when it is slow, a second; returns when both have ended.</summary>
    /// <param name="errand">The call.</param>
    /// <param name="target">The first target.</param>
    /// <param name="lease">Its slot there, which is given back.</param>
    /// <param name="share">Out of what it may be sent twice.</param>
    public async ValueTask RunAsync(Errand errand, Target target, AttemptLease lease, HedgeShare share)
    {
        if (health.LateAfter(target, errand.Call.Request.Stream) is not { } late)
        {
            await attempts.RunAsync(errand, target, lease);
            return;
        }

        var race = new Race(errand.Answer);
        await using var first = Start(errand, target, lease, race);
        if (!await IsLateAsync(first, race, late > Soonest ? late : Soonest) || FindSecond(errand, share) is not var (other, itsLease))
        {
            await EndAsync(errand, first, race);
            return;
        }

        await using var second = Start(errand, other, itsLease, race);
        await Task.WhenAny(race.Decided, first.Ended, second.Ended);
        // The one that is over, or is to be, goes first; the other may still run for long.
        var (sooner, later) = race.Winner is { } winner ? (winner == first.Attempt ? second : first, winner == first.Attempt ? first : second)
            : first.Ended.IsCompleted ? (first, second)
            : (second, first);
        if (race.Winner is not null) await sooner.OutrunAsync();
        await EndAsync(errand, sooner, race);
        // What would be the same anywhere need not be waited for.
        if (errand.IsOver && race.TryWin(sooner.Attempt)) await later.OutrunAsync();
        await EndAsync(errand, later, race);
        if (first.Attempt.IsOutrun && race.Winner == second.Attempt) lease.WasSlow(errand.Call.Request.Stream);
    }

    private Leg Start(Errand errand, Target target, AttemptLease lease, Race race) => new(
        attempts.Begin(errand, target, lease, race),
        (attempt, cancellationToken) => attempts.TryAsync(errand, attempt, cancellationToken),
        errand.Caller);

    private async ValueTask EndAsync(Errand errand, Leg leg, Race race)
    {
        var ended = await leg.Ended;
        // Nothing but an answer that was empty ends well without having won.
        if (ended is null && !race.TryWin(leg.Attempt)) ended = UpstreamFailures.Outrun();
        await attempts.EndAsync(errand, leg.Attempt, ended);
        leg.Attempt.Lease!.Dispose();
    }

    private async ValueTask<bool> IsLateAsync(Leg leg, Race race, TimeSpan late)
    {
        using var waiting = new CancellationTokenSource();
        var passed = Task.Delay(late, time, waiting.Token);
        await Task.WhenAny(leg.Ended, race.Decided, passed);
        await waiting.CancelAsync();
        return !leg.Ended.IsCompleted && !race.Decided.IsCompleted;
    }

    private (Target Target, AttemptLease Lease)? FindSecond(Errand errand, HedgeShare share)
    {
        if (!share.TryTake()) return null;
        while (errand.Walk.NextUntried() is { } target)
        {
            // The one call that a target which comes back lets through is to say how it does; one that may be stopped says nothing.
            if (health.Of(target).State == BreakerState.Closed
                && health.TryBegin(target, errand.Timeouts.Attempt, forced: false) is { } lease) return (target, lease);
            errand.Walk.HoldBack(target);
        }

        share.Return();
        return null;
    }
}
