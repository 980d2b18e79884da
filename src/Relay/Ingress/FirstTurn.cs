using Relay.Dialects;

namespace Relay.Ingress;

/// <summary>The beginning of a conversation, up to the end of its first message of the user.</summary>
internal static class FirstTurn
{
    /// <summary>More messages than stand before the first of a user in any client that is known.</summary>
    private const int MostBefore = 8;

    /// <summary>The bytes of it.</summary>
    /// <param name="messages">The messages of any dialect, as they stand in the body: an array, or one text.</param>
    /// <returns>Empty when there is no message.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> messages)
    {
        if (messages.IsEmpty || messages[0] != '[') return messages is [(byte)'"', _, _, ..] ? messages : default;
        var end = 1;
        for (var i = 0; i < MostBefore; i++)
        {
            var start = AfterSpace(messages, end);
            if (start < messages.Length && messages[start] == ',') start = AfterSpace(messages, start + 1);
            if (start >= messages.Length || messages[start] == ']') break;
            if (!JsonSkipper.TrySkip(messages, start, DialectJson.MaxDepth, out end)) return messages;
            if (IsUsers(messages[start..end])) break;
        }

        return end > 1 ? messages[..end] : default;
    }

    // Gemini's first message may have no role, and then it is the user's. Items of Responses without one are no messages.
    private static bool IsUsers(ReadOnlySpan<byte> message) => JsonMembers.Find(message, "role"u8, out var role)
        ? role.SequenceEqual("\"user\""u8)
        : JsonMembers.Find(message, "parts"u8, out _);

    private static int AfterSpace(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }
}
