using Relay.Failures;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Errors as chat callers know them.</summary>
internal static class ChatError
{
    /// <summary>Makes the event that ends a stream that broke.</summary>
    public static byte[] ToEvent(Failure failure)
    {
        var json = failure.Upstream is { } upstream ? upstream.Body.Span : ErrorWriter.ToJson(failure);
        var bytes = new byte[json.Length + 8];
        "data: "u8.CopyTo(bytes);
        json.CopyTo(bytes.AsSpan(6));
        "\n\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 2));
        return bytes;
    }
}
