using System.Buffers;
using Relay.Failures;

namespace Relay.Forwarding;

/// <summary>Brings sound or text from the provider to the caller as its bytes come. Nothing is learnt from it.</summary>
internal static class BytesForwarder
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Forwards one attempt's answer.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, of which the headers have come.</param>
    /// <param name="answer">The answer to the caller.</param>
    /// <param name="idle">How long the provider may be silent between two reads.</param>
    /// <param name="deadline">Armed for the first byte.</param>
    /// <returns>Null when all of it was sent.</returns>
    public static async ValueTask<Failure?> ForwardAsync(
        Attempt attempt, HttpResponseMessage response, CallerAnswer answer, TimeSpan idle, Deadline deadline)
    {
        using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var count = await stream.ReadAsync(buffer, deadline.Token);
            if (!attempt.TryWin(response)) return UpstreamFailures.Outrun();
            await answer.StartBytesAsync(
                (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentLength);
            while (count > 0)
            {
                attempt.NoteFirstByte();
                StreamForwarder.FirstToken(deadline, idle);
                await answer.SendAsync(buffer.AsMemory(0, count));
                count = await stream.ReadAsync(buffer, deadline.Token);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
