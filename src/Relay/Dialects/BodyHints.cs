namespace Relay.Dialects;

/// <summary>Where in a body the fields stand that say which calls belong together and what a provider holds. Only places: nothing is copied.</summary>
internal sealed class BodyHints
{
    private static readonly int Count = Enum.GetValues<BodyHint>().Length;

    private readonly (int Start, int End)[] _places = new (int, int)[Count];

    /// <summary>The field of that name; null for all others.</summary>
    /// <param name="name">A name at the top level of a body, in any dialect.</param>
    public static BodyHint? Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("user"u8) => BodyHint.User,
        5 when name.SequenceEqual("tools"u8) => BodyHint.Tools,
        5 when name.SequenceEqual("store"u8) => BodyHint.Store,
        5 when name.SequenceEqual("input"u8) => BodyHint.Messages,
        6 when name.SequenceEqual("system"u8) => BodyHint.System,
        8 when name.SequenceEqual("messages"u8) => BodyHint.Messages,
        8 when name.SequenceEqual("contents"u8) => BodyHint.Messages,
        8 when name.SequenceEqual("metadata"u8) => BodyHint.Metadata,
        10 when name.SequenceEqual("session_id"u8) => BodyHint.SessionId,
        12 when name.SequenceEqual("instructions"u8) => BodyHint.System,
        12 when name.SequenceEqual("conversation"u8) => BodyHint.Conversation,
        15 when name.SequenceEqual("conversation_id"u8) => BodyHint.ConversationId,
        16 when name.SequenceEqual("prompt_cache_key"u8) => BodyHint.PromptCacheKey,
        17 when name.SequenceEqual("systemInstruction"u8) => BodyHint.System,
        18 when name.SequenceEqual("system_instruction"u8) => BodyHint.System,
        20 when name.SequenceEqual("previous_response_id"u8) => BodyHint.PreviousResponse,
        _ => null,
    };

    /// <summary>Notes where a value stands; of a name that occurs twice the last one counts.</summary>
    public void Note(BodyHint hint, int start, int end) => _places[(int)hint] = (start, end);

    /// <summary>The value as it stands in the body, without white space around it; empty when it is not there.</summary>
    public ReadOnlySpan<byte> Of(BodyHint hint, ReadOnlySpan<byte> body)
    {
        var (start, end) = _places[(int)hint];
        return body[start..end].Trim(" \t\r\n"u8);
    }
}
