using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Writes where the prompt is to be cached up to. The provider refuses more than four places; the last four are kept, for
/// each of them covers all before it.
/// </summary>
internal sealed class MessagesCacheMarks
{
    private const int Most = 4;

    private readonly Conversation _conversation;
    private int _left;

    /// <summary>Counts the marks of what is said of a conversation.</summary>
    public MessagesCacheMarks(Conversation conversation, MessagesTurnList turns)
    {
        _conversation = conversation;
        _left = MessagesToolsWriter.Said(conversation).Count(static tool => tool.Cache is not null)
            + turns.System.Sum(Count) + turns.Turns.Sum(static turn => turn.Parts.Sum(Count));
        Any = _left > 0;
    }

    /// <summary>Whether there are any.</summary>
    public bool Any { get; }

    /// <summary>Writes the mark of a tool or a part into its object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="mark">The mark; null for none.</param>
    /// <param name="path">The path of what it is on.</param>
    public void Write(Utf8JsonWriter json, CacheMark? mark, string path)
    {
        if (mark is null) return;
        if (_left-- > Most)
        {
            _conversation.Losses.Add(new($"{path}.cache_control", false));
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (mark.Ttl is not null) json.WriteString("ttl"u8, mark.Ttl);
        json.WriteEndObject();
    }

    /// <summary>Writes the mark of the whole request, which leaves the place to the provider.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="isLong">Whether it is to be kept for an hour, the longest that there is, and not for five minutes.</param>
    public static void WriteDefault(Utf8JsonWriter json, bool isLong)
    {
        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (isLong) json.WriteString("ttl"u8, "1h"u8);
        json.WriteEndObject();
    }

    /// <summary>A part with a mark is left out.</summary>
    public void Skip(Part part) => _left -= Count(part);

    private static int Count(Part part) =>
        (part.Cache is null ? 0 : 1) + (part is ToolResultPart result ? MessagesTurnsWriter.Said(result).Sum(Count) : 0);
}
