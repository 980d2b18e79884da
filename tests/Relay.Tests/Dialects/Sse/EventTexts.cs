using System.Text;
using Relay.Dialects.Sse;

namespace Relay.Tests.Dialects.Sse;

/// <summary>The events of a stream as text.</summary>
internal static class EventTexts
{
    /// <summary>Reads a stream that comes in pieces of these sizes, and takes every whole event of it.</summary>
    public static async Task<List<(string Raw, string Data)>> ReadAsync(string stream, params int[] sizes)
    {
        using var reader = new SseReader();
        using var bytes = new ChunkedStream(Encoding.UTF8.GetBytes(stream), sizes);
        var events = new List<(string, string)>();
        bool more;
        do
        {
            more = await reader.ReadAsync(bytes, CancellationToken.None);
            while (reader.TryTake(out var taken)) events.Add((Text(taken.Raw), Text(taken.Data)));
        }
        while (more);
        return events;
    }

    /// <summary>Takes every event of a stream that is all there, and must end with a whole one.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="size">Of how many bytes the pieces are in which they are read.</param>
    public static List<(string Raw, string Data)> Of(ReadOnlyMemory<byte> stream, int size)
    {
        using var reader = new SseReader();
        using var bytes = new ChunkedStream(stream.ToArray(), [size]);
        var events = new List<(string, string)>();
        while (reader.ReadAsync(bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryTake(out var taken)) events.Add((Text(taken.Raw), Text(taken.Data)));
        }

        Assert.False(reader.HasPartialEvent);
        return events;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
