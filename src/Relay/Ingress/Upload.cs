using System.Buffers;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;

namespace Relay.Ingress;

/// <summary>
/// The rest of a form that is sent up as it comes from the caller, so that a file of any size takes no more memory than a
/// buffer. It can be sent once: what went up is gone. Each part's head is checked before it goes up.
/// </summary>
/// <param name="form">The caller's body, of which the start was read.</param>
/// <param name="scan">What read it; it stopped at a file.</param>
/// <param name="read">What was read.</param>
/// <param name="total">How many bytes there are; null when the caller did not say.</param>
/// <param name="limit">How many there may be.</param>
internal sealed class Upload(Stream form, FormScan scan, PooledBody read, long? total, long limit) : IBodyRest
{
    private const int BufferSize = 64 * 1024;

    private long _read = read.Length;

    /// <summary>Whether sending began, so that it cannot be sent again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Why it could not be sent to its end, when that is the caller's doing.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Where in what was read it begins: before that all was checked.</summary>
    public int StartsAt { get; } = scan.Good;

    /// <inheritdoc/>
    public long? Length { get; } = total - scan.Good;

    /// <inheritdoc/>
    public async Task CopyToAsync(Stream provider, CancellationToken cancellationToken)
    {
        if (HasBegun) throw new IOException("A form that went up cannot be sent again.");
        HasBegun = true;
        var start = read.Memory[StartsAt..];
        scan.StopsAtFile = false;
        scan.Drop(StartsAt);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, start.Length + BufferSize));
        try
        {
            start.CopyTo(buffer);
            await CopyAsync(provider, buffer, start.Length, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async Task CopyAsync(Stream provider, byte[] buffer, int filled, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = scan.Read(buffer.AsSpan(0, filled));
            if (state != FormState.NeedsMore) throw Fail(FormFailures.Of(state));
            var good = scan.Good;
            await provider.WriteAsync(buffer.AsMemory(0, good), cancellationToken);
            await provider.FlushAsync(cancellationToken);
            buffer.AsSpan(good, filled - good).CopyTo(buffer);
            filled -= good;
            scan.Drop(good);

            var count = await ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (count == 0) break;
            filled += count;
            _read += count;
            if (_read > limit) throw Fail(BodyReader.TooLarge(limit));
        }

        if (!scan.IsWhole) throw Fail(FormFailures.Incomplete());
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await form.ReadAsync(buffer, cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Fail(BodyReader.TooLarge(limit));
        }
        catch (Exception e) when (e is IOException || BodyEncoding.IsBroken(e))
        {
            throw Fail(e is IOException ? FormFailures.Incomplete() : BodyEncoding.Broken());
        }
    }

    private IOException Fail(Failure failure)
    {
        Failure = failure;
        return new IOException(failure.Message);
    }
}
