namespace Relay.Dialects.Anthropic;

/// <summary>The event that keeps a silent stream alive, as the API itself sends it.</summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/streaming#ping-events</remarks>
internal static class MessagesPing
{
    /// <summary>Its bytes.</summary>
    public static ReadOnlySpan<byte> Event => "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8;
}
