using System.Globalization;
using Azure;
using Azure.Identity;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>What a failed call of the service says, by status and code.</summary>
/// <param name="Fault">What it is to a caller of the port.</param>
/// <param name="IsPassing">Whether another try may do better.</param>
/// <param name="MayHaveLanded">Whether a write may have been done all the same.</param>
/// <param name="What">What happened, without a value of a row.</param>
/// <param name="Cause">What the client threw.</param>
internal sealed record StorageFailure(TableFault Fault, bool IsPassing, bool MayHaveLanded, string What, Exception Cause)
{
    /// <summary>How long the service asks to be left alone, when it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private bool IsTooLarge { get; init; }

    /// <summary>
    /// Judges an exception. Null when it is no failure of the service, but the caller's will or a mistake of ours.
    /// </summary>
    public static StorageFailure? Of(Exception e, TimeProvider time, CancellationToken cancellationToken) => e switch
    {
        RequestFailedException { Status: 0 } => Silent("The table service cannot be reached.", e),
        RequestFailedException failed => Answered(failed) with { RetryAfter = RetryAfterOf(failed, time) },
        IOException => Silent("The connection to the table service broke.", e),
        TimeoutException => Silent("The table service did not answer in time.", e),
        OperationCanceledException when !cancellationToken.IsCancellationRequested =>
            Silent("The table service did not answer in time.", e),
        AuthenticationFailedException =>
            new(TableFault.Denied, IsPassing: false, MayHaveLanded: false, "There is no token for the table service.", e),
        _ => null,
    };

    /// <summary>Makes what a caller of the port gets.</summary>
    public Exception ToException() => IsTooLarge
        ? new ArgumentException(What, Cause)
        : new TableStoreException(Fault, What, Cause) { RetryAfter = RetryAfter };

    private static StorageFailure Silent(string what, Exception cause) =>
        new(TableFault.Unavailable, IsPassing: true, MayHaveLanded: true, what, cause);

    private static StorageFailure Answered(RequestFailedException e)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"{e.Status} {e.ErrorCode}").TrimEnd();
        return (e.Status, e.ErrorCode) switch
        {
            (429, _) or (503, "ServerBusy") =>
                new(TableFault.Throttled, true, false, $"The table service asks to be called less often ({said}).", e),
            (401 or 403, _) =>
                new(TableFault.Denied, false, false, $"The table service refuses Relay's identity ({said}).", e),
            (409, "TableBeingDeleted") =>
                new(TableFault.Unavailable, true, false, $"The table is being deleted ({said}).", e),
            (413, _) or (_, "EntityTooLarge" or "PropertyValueTooLarge" or "TooManyProperties" or "RequestBodyTooLarge"
                or "ContentLengthExceeded" or "KeyValueTooLarge") =>
                new(TableFault.Unavailable, false, false, $"The write is too large for the table service ({said}).", e)
                {
                    IsTooLarge = true,
                },
            (408 or 500 or >= 502, _) =>
                new(TableFault.Unavailable, true, true, $"The table service failed ({said}).", e),
            _ => new(TableFault.Unavailable, false, false, $"The table service refuses the request ({said}).", e),
        };
    }

    private static TimeSpan? RetryAfterOf(RequestFailedException e, TimeProvider time)
    {
        if (e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true) return null;
        var culture = CultureInfo.InvariantCulture;
        if (int.TryParse(text, NumberStyles.None, culture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        var wait = at - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
