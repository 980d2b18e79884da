using Relay.Failures;
using Relay.Health;

namespace Relay.Forwarding;

/// <summary>
/// What is made of a provider's failure: whose it is and what the caller sees. Decided by status and code,
/// never by the text of a message. What is tried next is in the <see cref="RetryTable"/>.
/// </summary>
internal static class UpstreamFailures
{
    // When a provider that wants to be left alone does not say for how long.
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(5);

    /// <summary>A provider's error answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="code">The code in its body; null when there is none.</param>
    /// <param name="retryAfter">When it wants to be asked again; null when it did not say.</param>
    /// <param name="error">Its body; null when that is not JSON.</param>
    /// <param name="isOfOperation">Whether it was asked for an operation beside conversations.</param>
    public static Failure FromStatus(int status, string? code, TimeSpan? retryAfter, UpstreamError? error, bool isOfOperation = false)
    {
        var cause = new AttemptCause(AttemptStage.Status, status, code) { RetryAfter = retryAfter, IsOfOperation = isOfOperation };
        var failure = Bare(status, code, cause);
        var rule = RetryTable.Of(failure);
        // An account is taken out for its key, its rights or its credit, which only whoever runs the relay can put right.
        if (rule.Health == HealthEffect.TakesAccountOut) return Account() with { Cause = cause };
        if (status == 529) return Overloaded(retryAfter) with { Cause = cause };
        // So a provider without the operation says it, whose 404 is its server's.
        var isLacking = status == 403 || (isOfOperation && status == 404 && error is null);
        if (isLacking && rule.Step == RetryStep.Next) return Lacking() with { Cause = cause };
        return failure with { Upstream = error, RetryAfter = retryAfter ?? (status is 429 or 503 ? DefaultRetry : null) };
    }

    /// <summary>An error that came where an answer was to come, under a status that says that all is well.</summary>
    public static Failure FromErrorEvent(string? code, UpstreamError error)
    {
        var cause = new AttemptCause(AttemptStage.Answer, Code: code);
        var failure = Provider(502, code ?? FailureCode.UpstreamError, "The provider broke off with an error.", cause);
        if (RetryTable.Of(failure) is { Health: HealthEffect.TakesAccountOut }) return Account() with { Cause = cause };
        return failure with { Upstream = error };
    }

    /// <summary>The provider refused Relay's account, which is no business of the caller's.</summary>
    private static Failure Account() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 503, FailureCode.UpstreamAccount,
            "The provider refused this relay's account. Whoever runs the relay has to look at the account's key and credit.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };

    /// <summary>
    /// The provider has not, or lets the account not do with the model, what was asked for beside conversations. Not the provider's words, which may name
    /// the account's owner, and not its 403, for which agents ask again and again.
    /// </summary>
    private static Failure Lacking() =>
        new(FailureStage.Forwarding, FailureSide.Caller, 400, FailureCode.DialectUnavailable,
            "The provider does not do that with this model, or not for this relay's account. Ask for another model, or have whoever runs the relay "
            + "look at the account's rights.")
        {
            Param = "model",
        };

    /// <summary>The key or token of an account cannot be had. Why is for admins to know.</summary>
    public static Failure NoSecret() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 503, FailureCode.SecretUnavailable,
            "The credential of the account for this model cannot be had. Whoever runs the relay has to look at the account's secret or identity.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
            Cause = new(AttemptStage.Prepare, Code: FailureCode.SecretUnavailable),
        };

    /// <summary>Every account has as many attempts running as it may have, and waiting did not help.</summary>
    /// <param name="retryAfter">When a slot is likely to be free.</param>
    public static Failure Busy(TimeSpan retryAfter) =>
        new(FailureStage.Forwarding, FailureSide.Relay, 429, FailureCode.AccountsBusy,
            "Every account for this model is as busy as it may be (max_concurrency). Try again shortly.")
        {
            RetryAfter = retryAfter,
        };

    /// <summary>The provider's dialect has no place for a field that the answer depends on.</summary>
    /// <param name="field">The field, by its path in the caller's dialect.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="changesMeaning">Whether that is why; else the caller asked that nothing be dropped.</param>
    public static Failure Untranslatable(string field, string provider, bool changesMeaning) =>
        new(FailureStage.Forwarding, FailureSide.Caller, 400, FailureCode.Untranslatable,
            $"{provider} has no place for {field}, and "
            + (changesMeaning ? "without it the answer would be one to another question. " : "x-relay-strict asks that nothing be dropped. ")
            + "Leave it out, or ask for a model that takes it.")
        {
            Param = field,
            Cause = new(AttemptStage.Prepare, Code: FailureCode.Untranslatable),
        };

    /// <summary>Nothing could be sent, or nothing came back.</summary>
    public static Failure Unreachable() =>
        Provider(
            502, FailureCode.UpstreamUnreachable, "The provider could not be reached. Try again shortly.", new(AttemptStage.Connect));

    /// <summary>The provider closed the connection before it had the whole request, as many do with one that is too large for them.</summary>
    public static Failure HalfSent() =>
        Provider(
            502, FailureCode.UpstreamClosed, "The provider closed the connection before it had the whole request, which may be too large for it.",
            new(AttemptStage.Send));

    /// <summary>Too long nothing came.</summary>
    public static Failure TimedOut() =>
        Provider(
            504, FailureCode.UpstreamTimeout, "The provider did not answer in time. Try again, or ask for less.", new(AttemptStage.Wait));

    /// <summary>The answer broke off.</summary>
    public static Failure Truncated() =>
        Provider(
            502, FailureCode.UpstreamTruncated, "The provider's answer broke off before its end. Try again.", new(AttemptStage.Answer));

    /// <summary>The answer is not what the protocol allows.</summary>
    public static Failure Malformed() =>
        Provider(
            502, FailureCode.UpstreamMalformed, "The provider's answer could not be read. Try again.", new(AttemptStage.Answer));

    /// <summary>The caller went away. Nobody reads the answer; the status is nginx's, for the record.</summary>
    public static Failure CallerGone() =>
        new(FailureStage.Forwarding, FailureSide.Caller, 499, FailureCode.CallerGone, "The caller went away.");

    /// <summary>Another attempt of the call was faster. Nobody reads the answer; it is for the record only.</summary>
    public static Failure Outrun() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 503, FailureCode.Outrun, "Another attempt of the call was faster.");

    /// <summary>What keeps account does not answer, so nothing may be spent.</summary>
    public static Failure NoStorage() => RelayFailures.NoStorage(FailureStage.Ledger, ", so the call could not be accounted for");

    private static Failure Bare(int status, string? code, in AttemptCause cause) =>
        new(FailureStage.Forwarding, SideOf(status, cause.IsOfOperation), status is >= 400 and < 600 ? status : 502,
            code ?? FailureCode.UpstreamError, $"The provider answered with status {status} and no error that could be read.")
        {
            Cause = cause,
        };

    private static Failure Overloaded(TimeSpan? retryAfter) =>
        new(FailureStage.Forwarding, FailureSide.Provider, 503, FailureCode.UpstreamOverloaded,
            "The provider has too much to do. Try again shortly.")
        {
            RetryAfter = retryAfter ?? DefaultRetry,
        };

    private static Failure Provider(int status, string code, string message, AttemptCause cause) =>
        new(FailureStage.Forwarding, FailureSide.Provider, status, code, message) { Cause = cause };

    // Who asks an account for what it does not have beside conversations has made the mistake.
    private static FailureSide SideOf(int status, bool isOfOperation) =>
        status is >= 400 and < 500 and not (404 or 408 or 409 or 429) || (isOfOperation && status == 404) ? FailureSide.Caller : FailureSide.Provider;
}
