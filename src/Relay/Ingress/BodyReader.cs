using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Ingress;

/// <summary>Reads a request's body once, into pooled memory, and no more of it than is allowed.</summary>
internal sealed class BodyReader(MemoryBudget budget)
{
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);

    /// <summary>Reads the whole body. Who calls disposes it.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="limit">The most bytes that a body may have.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    public async ValueTask<Result<PooledBody>> ReadAsync(
        HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (BodyEncoding.Open(request) is not { } stream) return BodyEncoding.Unknown();
        if (request.ContentLength > limit) return TooLarge(limit);

        var body = new PooledBody(budget);
        try
        {
            var failure = await FillAsync(body, request, stream, limit, cancellationToken);
            if (failure is null) return body;
            body.Dispose();
            return failure;
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            if (stream != request.Body) await stream.DisposeAsync();
        }
    }

    private static async ValueTask<Failure?> FillAsync(
        PooledBody body, HttpRequest request, Stream stream, long limit, CancellationToken cancellationToken)
    {
        // One byte more than is announced, so that the read that finds the end needs no larger array. Of a packed body
        // nothing is announced, and what it becomes is counted as it comes.
        var packed = stream != request.Body;
        var next = !packed && request.ContentLength is { } length ? (int)length + 1 : 1;
        while (true)
        {
            if (!body.TryReserve(next)) return Busy();
            next = 1;
            int read;
            try
            {
                read = await body.ReadAsync(stream, cancellationToken);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return TooLarge(limit);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                return Incomplete();
            }

            catch (Exception e) when (packed && BodyEncoding.IsBroken(e))
            {
                return BodyEncoding.Broken();
            }

            if (read == 0) return null;
            if (body.Length > limit) return TooLarge(limit);
        }
    }

    /// <summary>The failure of a body that is larger than allowed.</summary>
    internal static Failure TooLarge(long limit) =>
        new(FailureStage.Ingress, FailureSide.Caller, 413, FailureCode.BodyTooLarge, string.Create(
            CultureInfo.InvariantCulture,
            $"The body is larger than the {limit} bytes that this relay takes. Send less, or raise limits.body_bytes in its config."));

    private static Failure Incomplete() =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.BodyIncomplete,
            "The body ended before all of it had come. Send it again.");

    /// <summary>The failure of a body that the memory does not hold now.</summary>
    internal static Failure Busy() =>
        new(FailureStage.Ingress, FailureSide.Relay, 503, FailureCode.OutOfMemory,
            "This relay has no memory left for another request just now. Try again shortly.")
        {
            RetryAfter = BusyRetry,
        };
}
