namespace Relay.Dialects.Sse;

/// <summary>Lines of a stream of events that are no events.</summary>
internal static class SseComment
{
    /// <summary>Says only that the stream is alive.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keep-alive\n\n"u8.ToArray();
}
