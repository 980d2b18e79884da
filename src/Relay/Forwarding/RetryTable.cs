using Relay.Dialects;
using Relay.Failures;
using Relay.Health;

namespace Relay.Forwarding;

/// <summary>
/// What happens after an attempt failed, by what it ran into: the table of docs/failover.md. The first row that fits
/// counts. Statuses and codes only; the text of a message decides nothing.
/// </summary>
internal static class RetryTable
{
    // What providers call an account without credit, or one that they closed. Codes are compared whole. In turn: OpenAI's of
    // old and of now (https://platform.openai.com/docs/guides/error-codes), Anthropic's, those of gateways, Moonshot's
    // (https://platform.moonshot.ai/docs), Alibaba's (https://help.aliyun.com/zh/model-studio/error-code) and Groq's.
    private static readonly string[] NoCredit =
    [
        "insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted", "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded", "organization_usage_limit_exceeded", "billing_error", "insufficient_credits",
        "exceeded_current_quota_error", "Arrearage", "organization_restricted",
    ];

    // Gemini says so under a 400: https://docs.cloud.google.com/docs/authentication/api-keys, google.api.ErrorReason
    private static readonly string[] BadKey = ["API_KEY_INVALID"];

    // What the caller wrote was found unfit. OpenRouter's is a 403: https://openrouter.ai/docs/api/reference/errors-and-debugging
    private static readonly string[] Flagged = [ErrorBody.Flagged, "content_policy_violation", "content_filter"];

    // Beside OpenAI's: https://docs.anthropic.com/en/api/errors, https://cloud.google.com/apis/design/errors
    private static readonly string[] TooMany = ["rate_limit_exceeded", "rate_limit_error", "slow_down", "RESOURCE_EXHAUSTED"];
    private static readonly string[] Overloaded = ["overloaded_error", "server_is_overloaded", "UNAVAILABLE"];
    private static readonly string[] NoModel = ["model_not_found", "DeploymentNotFound"];
    // OpenAI's, and of those who speak its dialect; llama.cpp's (https://github.com/ggml-org/llama.cpp/pull/15780). Others say it in
    // words only, and words decide nothing.
    private static readonly string[] ContextTooLong = ["context_length_exceeded", "exceed_context_size_error"];

    private static readonly string[] CallersMistake =
    [
        "invalid_request_error", "invalid_prompt", "content_policy_violation", "content_filter", ErrorBody.Flagged,
        "request_too_large", "INVALID_ARGUMENT",
    ];

    private static readonly RetryRule None = new(AttemptStage.Prepare, [], [], RetryStep.Fail, HealthEffect.Nothing);

    /// <summary>The rows, in the order in which they are looked at.</summary>
    public static IReadOnlyList<RetryRule> Rows { get; } =
    [
        new(AttemptStage.Prepare, [], [FailureCode.Untranslatable], RetryStep.Next, HealthEffect.Nothing),
        new(AttemptStage.Prepare, [], [FailureCode.SecretUnavailable], RetryStep.Next, HealthEffect.TakesAccountOut),
        new(AttemptStage.Connect, [], [], RetryStep.NextThenSame, HealthEffect.CountsAgainstAccount),
        // One caller must not take an account from all others by a body that is too large for it.
        new(AttemptStage.Send, [], [], RetryStep.Next, HealthEffect.Nothing),
        new(AttemptStage.Wait, [], [], RetryStep.NextThenSame, HealthEffect.CountsAgainstModel),
        new(AttemptStage.Status, [], NoCredit, RetryStep.Next, HealthEffect.TakesAccountOut),
        new(AttemptStage.Status, [(401, 401)], [], RetryStep.RefreshThenSame, HealthEffect.TakesAccountOut),
        new(AttemptStage.Status, [(400, 400)], BadKey, RetryStep.RefreshThenSame, HealthEffect.TakesAccountOut),
        new(AttemptStage.Status, [(403, 403)], Flagged, RetryStep.Fail, HealthEffect.Nothing),
        // One caller must not take a model from all others by asking it for what the account does not have.
        new(AttemptStage.Status, [(403, 404)], [], RetryStep.Next, HealthEffect.Nothing) { IsOfOperation = true },
        new(AttemptStage.Status, [(400, 400)], NoModel, RetryStep.Next, HealthEffect.Nothing) { IsOfOperation = true },
        new(AttemptStage.Status, [(402, 403)], [], RetryStep.Next, HealthEffect.TakesAccountOut),
        new(AttemptStage.Status, [(400, 400), (413, 413), (422, 422)], ContextTooLong, RetryStep.LargerContext, HealthEffect.Nothing),
        new(AttemptStage.Status, [(400, 400), (404, 404)], NoModel, RetryStep.Next, HealthEffect.LeavesModelOut),
        new(AttemptStage.Status, [(404, 404)], [], RetryStep.Next, HealthEffect.LeavesModelOut),
        new(AttemptStage.Status, [(429, 429)], [], RetryStep.NextThenSame, HealthEffect.CoolsModel),
        new(AttemptStage.Status, [(409, 409)], [], RetryStep.NextThenSame, HealthEffect.Nothing),
        new(AttemptStage.Status, [(408, 408), (500, 599)], [], RetryStep.NextThenSame, HealthEffect.CountsAgainstModel),
        new(AttemptStage.Status, [(400, 499)], [], RetryStep.Fail, HealthEffect.Nothing),
        new(AttemptStage.Status, [], [], RetryStep.Next, HealthEffect.CountsAgainstModel),
        new(AttemptStage.Answer, [], NoCredit, RetryStep.Next, HealthEffect.TakesAccountOut),
        new(AttemptStage.Answer, [], TooMany, RetryStep.NextThenSame, HealthEffect.CoolsModel),
        new(AttemptStage.Answer, [], Overloaded, RetryStep.NextThenSame, HealthEffect.CountsAgainstModel),
        new(AttemptStage.Answer, [], ContextTooLong, RetryStep.LargerContext, HealthEffect.Nothing),
        new(AttemptStage.Answer, [], CallersMistake, RetryStep.Fail, HealthEffect.Nothing),
        new(AttemptStage.Answer, [], [], RetryStep.NextThenSame, HealthEffect.CountsAgainstModel),
    ];

    /// <summary>The row for a failure; one that is not of an attempt goes to the caller and counts against nobody.</summary>
    public static RetryRule Of(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Cause is not { } cause) return None;
        foreach (var row in Rows)
        {
            if (row.Fits(cause)) return row;
        }

        return None;
    }
}
