using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>Tries again what failed in passing, later each time, and no sooner than the service asks.</summary>
internal sealed partial class StorageRetries(TimeProvider time, ILogger logger)
{
    /// <summary>A wait that is longer than this is the caller's to decide on.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>No try begins later than this after the first: a silent service costs two tries, not four.</summary>
    public static readonly TimeSpan LastBegin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(1600)];

    /// <summary>Does what may safely be done more than once.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var began = Begin();
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (Judge(e, cancellationToken) is { } failure)
            {
                await WaitAsync(failure, tried, began, cancellationToken);
            }
        }
    }

    /// <summary>When the first try begins.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>What failed; null when it is nothing to try again or to translate.</summary>
    public StorageFailure? Judge(Exception e, CancellationToken cancellationToken) =>
        StorageFailure.Of(e, time, cancellationToken);

    /// <summary>Waits until it is time for another try.</summary>
    /// <exception cref="TableStoreException">Another try is of no use, or would have to wait too long.</exception>
    /// <exception cref="ArgumentException">What was written is too large.</exception>
    public async Task WaitAsync(StorageFailure failure, int tried, long began, CancellationToken cancellationToken)
    {
        if (!failure.IsPassing || tried > Waits.Length || failure.RetryAfter > LongestWait) throw failure.ToException();
        var wait = Waits[tried - 1];
        if (failure.RetryAfter > wait) wait = failure.RetryAfter.Value;
        if (time.GetElapsedTime(began) + wait > LastBegin) throw failure.ToException();
        LogAgain(failure.What, tried, wait);
        await Task.Delay(wait, time, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "{What} Try {Tried}; again in {Wait}.")]
    private partial void LogAgain(string what, int tried, TimeSpan wait);
}
