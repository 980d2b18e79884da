using Relay.Failures;
using Relay.Forwarding;
using Relay.Ingress;
using Relay.Routing.Config;

namespace Relay.Ledger;

/// <summary>Turns what is known of a call into its record. Pure.</summary>
internal static class RecordBuilder
{
    /// <summary>
    /// Text of most languages has about four bytes of UTF-8 a token; used only when the provider reports nothing,
    /// and then said to be an estimate. https://help.openai.com/articles/4936856
    /// </summary>
    private const int BytesPerToken = 4;

    /// <summary>The record of a call that begins to be sent.</summary>
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

    /// <summary>The same record with more of an estimate, as it stands at a checkpoint.</summary>
    public static CallRecord Checkpoint(Call call, CallRecord open)
    {
        var usage = Estimate(call, call.Attempts[^1]);
        return open with { Usage = usage, UsageEstimated = true, CostNanoUsd = CostOf(call, usage).Cost };
    }

    private static CallRecord Build(Call call, CallOutcome outcome, Failure? failure, int? status)
    {
        var last = call.Attempts[^1];
        var reported = last.Answer.Usage;
        var usage = reported ?? (last.Chargeable ? Estimate(call, last) : null);
        var (cost, price) = CostOf(call, usage);
        return new CallRecord
        {
            Id = call.Id.ToString(),
            StartedAt = call.StartedAt,
            Key = call.Key.Id,
            Project = call.Key.Project,
            Member = call.Key.Member,
            Dialect = "openai-chat",
            Stream = call.Request.Stream,
            Model = call.Request.Model,
            ModelRan = last.Chargeable ? last.Answer.Model ?? last.Target.Model : null,
            Account = last.Target.Account.Id,
            Outcome = outcome,
            Status = status,
            ErrorCode = failure?.Code,
            FinishReason = last.Answer.FinishReason,
            Attempts = [.. call.Attempts.Select(ToRecord)],
            Usage = usage,
            UsageEstimated = usage is not null && reported is null,
            CostNanoUsd = cost,
            Unpriced = usage is not null && price is null,
            Price = price,
            FirstByteMs = ToMs(call.FirstByteAfter),
            DurationMs = outcome == CallOutcome.Open ? null : ToMs(call.Elapsed),
        };
    }

    private static (long? Cost, PriceUsed? Price) CostOf(Call call, Usage? usage)
    {
        var price = call.Attempts[^1].Target.PriceAt(call.StartedAt);
        if (usage is null) return (0, null);
        if (price is null) return (call.Config.Document.Unpriced == UnpricedPolicy.Free ? 0 : null, null);
        return (price.CostOf(usage.Value), new PriceUsed(price.Id, price.EffectiveFrom, price.RatesOf(usage.Value)));
    }

    private static Usage Estimate(Call call, Attempt attempt) => new()
    {
        Input = ToTokens(call.Body.Length),
        Output = ToTokens(attempt.Answer.ContentBytes),
    };

    private static long ToTokens(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    private static AttemptRecord ToRecord(Attempt attempt) => new(
        attempt.Target.Account.Id,
        attempt.Target.Model,
        ToMs(attempt.StartedAfter)!.Value,
        ToMs(attempt.FirstByteAfter),
        ToMs(attempt.Duration),
        attempt.Status,
        attempt.Failure?.Code);

    private static double? ToMs(TimeSpan? time) => time is null ? null : Math.Round(time.Value.TotalMilliseconds, 3);
}
