using Microsoft.Extensions.Logging;

namespace Relay.Gate;

/// <summary>The lines of requests that were turned away before anything was known of them but their key, which is in none.</summary>
internal static partial class RefusalLog
{
    /// <summary>A call was refused.</summary>
    /// <param name="log">Where it is said.</param>
    /// <param name="callId">Its id.</param>
    /// <param name="status">The status that its caller got.</param>
    /// <param name="code">Why, as a code.</param>
    [LoggerMessage(Level = LogLevel.Information, Message = "{CallId} was refused with status {Status} ({Code}); no account was asked.")]
    public static partial void CallRefused(this ILogger log, CallId callId, int status, string code);

    /// <summary>A request to the management API was refused for its key. Such requests have no ids.</summary>
    /// <param name="log">Where it is said.</param>
    /// <param name="status">The status that it got.</param>
    /// <param name="code">Why, as a code.</param>
    [LoggerMessage(Level = LogLevel.Information, Message = "A request to the management API was refused with status {Status} ({Code}).")]
    public static partial void ManagementRefused(this ILogger log, int status, string code);
}
