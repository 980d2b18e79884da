using System.Globalization;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Failures;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>The lines of attempts.</summary>
internal static partial class AttemptLog
{
    /// <summary>An attempt failed, so that another one follows or the call ends. There is none for one that went well.</summary>
    /// <param name="log">Where it is said.</param>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt, which has ended.</param>
    /// <param name="failure">Why it failed.</param>
    public static void Failed(this ILogger log, Call call, Attempt attempt, Failure failure)
    {
        if (!log.IsEnabled(LogLevel.Information)) return;
        // Of an account with a pattern the caller wrote it: whatever would end a line of the log is escaped.
        var model = PlainJsonEncoder.Instance.Encode(attempt.Target.Model);
        var status = attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
        var milliseconds = (long)(attempt.Duration ?? TimeSpan.Zero).TotalMilliseconds;
        LogFailed(log, call.Id, attempt.Target.Account.Id, model, status, failure.Code, milliseconds);
    }

    [LoggerMessage(
        Level = LogLevel.Information, SkipEnabledCheck = true,
        Message = "{CallId} failed at the account {Account} with {Model}: status {Status} ({Code}) after {Milliseconds} ms.")]
    private static partial void LogFailed(
        ILogger log, CallId callId, string account, string model, string status, string code, long milliseconds);
}
