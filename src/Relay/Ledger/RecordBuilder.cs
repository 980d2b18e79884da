using Relay.Dialects;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Ingress;
using Relay.Ledger.Prices;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Ledger;

/// <summary>Turns what is known of a call into its record. Pure.</summary>
internal static class RecordBuilder
{
    /// <summary>
    /// The record of a call that is being sent, as it stands now. What it costs is estimated, from its input at least:
    /// if the process dies, this is all that is known.
    /// </summary>
    public static CallRecord Open(Call call) => Build(call, CallOutcome.Open, null, null);

    /// <summary>The record of a call that ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failure">Why it did not succeed; null when it did.</param>
    /// <param name="status">The HTTP status that the caller got, or was to get.</param>
    /// <param name="committed">Whether a part of an answer went to the caller.</param>
    public static CallRecord Settled(Call call, Failure? failure, int status, bool committed)
    {
        var outcome = failure switch
        {
            null => CallOutcome.Completed,
            { Code: FailureCode.CallerGone } => CallOutcome.Canceled,
            _ when committed => CallOutcome.Truncated,
            _ => CallOutcome.Failed,
        };
        return Build(call, outcome, failure, status);
    }

    private static CallRecord Build(Call call, CallOutcome outcome, Failure? failure, int? status)
    {
        Attempt[] attempts = [.. call.Attempts];
        var last = call.Decisive;
        var isOpen = outcome == CallOutcome.Open;
        var ran = isOpen || last.Chargeable ? last : Array.FindLast(attempts, static attempt => attempt.Chargeable);
        var lines = Array.ConvertAll(attempts, attempt => ToRecord(call, attempt, ran, isOpen));
        var ranUsage = ran is null ? null : lines[Array.IndexOf(attempts, ran)].Usage;
        var price = ran is null ? null : PriceOf(call, ran, ranUsage);
        return new CallRecord
        {
            Id = call.Id.ToString(),
            StartedAt = call.StartedAt,
            Key = call.Key.Id,
            Project = call.Key.Project,
            Member = call.Key.Member,
            Operation = call.Request.Operation?.Name,
            Dialect = DialectNames.NameOf(call.Request.Dialect),
            Stream = call.Request.Stream,
            Model = call.Request.Model,
            ModelRan = ran is null ? null : ran.Answer.Model ?? ran.Target.Model,
            Account = last.Target.Account.Id,
            Outcome = outcome,
            Status = status,
            ErrorCode = failure?.Code,
            FinishReason = last.Answer.FinishReason,
            Attempts = lines,
            Usage = lines.Aggregate((Usage?)null, static (sum, line) => line.Usage is not { } more ? sum : sum is { } known ? known + more : more),
            UsageEstimated = Array.Exists(lines, static line => line.UsageEstimated),
            CostNanoUsd = SumOf(lines),
            Unpriced = Array.Exists(lines, static line => line.Unpriced),
            Price = price is null ? null : new PriceUsed(price.Id, price.EffectiveFrom, price.RatesOf(ranUsage ?? default)),
            Routing = isOpen || call.Plan is null ? null : PlanJson.ToJson(call.Plan),
            FirstByteMs = ToMs(call.FirstByteAfter),
            DurationMs = isOpen ? null : ToMs(call.Elapsed),
        };
    }

    // Null when there is none, or none that tells what this usage costs.
    private static Price? PriceOf(Call call, Attempt attempt, Usage? usage) =>
        call.Request.Operation is not { IsFree: true } && attempt.Target.PriceAt(call.StartedAt) is { } price && price.Covers(usage) ? price : null;

    // With one cost unknown the sum is unknown; a sum that no long holds stays at the largest.
    private static long? SumOf(AttemptRecord[] lines) => Array.Exists(lines, static line => line.CostNanoUsd is null)
        ? null
        : (long)Int128.Min(long.MaxValue, lines.Aggregate((Int128)0, static (sum, line) => sum + line.CostNanoUsd!.Value));

    private static Usage? Estimate(Call call, Attempt attempt) => call.Request.Operation is { IsText: false } ? null : new Usage
    {
        Input = TextTokens.Of(call.Body.Length),
        Output = TextTokens.Of(attempt.Answer.ContentBytes),
    };

    private static Usage AtLeast(Usage reported, Usage? estimate) =>
        estimate is not { Output: { } output } || reported.Output >= output ? reported : reported with { Output = output };

    private static AttemptRecord ToRecord(Call call, Attempt attempt, Attempt? ran, bool isOpen)
    {
        var isCharged = attempt == ran || attempt.Chargeable;
        // Of one that runs another thread is just writing what was reported.
        var reported = isCharged && !(isOpen && (attempt == ran || attempt.Duration is null)) ? attempt.Answer.Usage : null;
        // Messages and Gemini report while they answer: what broke off has gone on from there.
        var isCut = reported is not null && call.Request.Operation is null && attempt.Answer.FinishReason is null
            && attempt is not { Failure: null, Duration: not null };
        var usage = isCut ? AtLeast(reported!.Value, Estimate(call, attempt)) : reported ?? (isCharged ? Estimate(call, attempt) : null);
        var isFree = !isCharged || call.Request.Operation is { IsFree: true };
        var price = isFree ? null : PriceOf(call, attempt, usage);
        return new(
            attempt.Target.Account.Id,
            attempt.Target.Model,
            ToMs(attempt.StartedAfter)!.Value,
            ToMs(attempt.FirstByteAfter),
            ToMs(attempt.Duration),
            attempt.Status,
            attempt.Failure?.Code,
            price is not null ? price.CostOf(usage ?? default) : isFree || call.Config.Document.Unpriced == UnpricedPolicy.Free ? 0 : null)
        {
            Usage = usage,
            UsageEstimated = isCut || (usage is not null && reported is null),
            Unpriced = !isFree && price is null,
            Continues = attempt.Continues,
            Dropped = attempt.Dropped.Count > 0 ? attempt.Dropped : null,
        };
    }

    private static double? ToMs(TimeSpan? time) => time is null ? null : Math.Round(time.Value.TotalMilliseconds, 3);
}
