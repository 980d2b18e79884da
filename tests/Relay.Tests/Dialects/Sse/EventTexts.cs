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

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
