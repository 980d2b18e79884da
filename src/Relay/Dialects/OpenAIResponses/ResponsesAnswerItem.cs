using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>An item of an answer that is being read.</summary>
/// <param name="type">What it is.</param>
/// <param name="id">Its id as it stands in the JSON; empty when it has none.</param>
/// <param name="index">Its place; null when the provider does not say.</param>
internal sealed class ResponsesAnswerItem(ResponsesItemType type, byte[] id, int? index)
{
    /// <summary>What it is.</summary>
    public ResponsesItemType Type { get; } = type;

    /// <summary>Its id as it stands in the JSON.</summary>
    public byte[] Id { get; } = id;

    /// <summary>Its place; null when the provider does not say.</summary>
    public int? Index { get; } = index;

    /// <summary>Its parts: of a message its content, of all else the one that it is.</summary>
    public List<ResponsesAnswerPart> Parts { get; } = [];

    /// <summary>Whether thoughts come as they are, and not as their summary; null while none came.</summary>
    public bool? HasThoughts { get; private set; }

    /// <summary>Whether pieces came that do not say which part they are of.</summary>
    public bool IsUncounted { get; set; }

    /// <summary>Whether it is whole; what still comes for it is left out.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether thoughts are wanted, as they are or as their summary: of the two, what comes first.</summary>
    public bool Takes(bool isThoughts)
    {
        HasThoughts ??= isThoughts;
        return HasThoughts == isThoughts;
    }

    /// <summary>Its part at a place; null when nothing of it has come.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="index">The place, which thoughts, that are one part, have none of; null when the provider does not say.</param>
    public ResponsesAnswerPart? Find(AnswerPartKind kind, int? index)
    {
        foreach (var part in Parts)
        {
            if (part.Kind == kind && (index is null || kind == AnswerPartKind.Reasoning || part.Index == index)) return part;
        }

        return null;
    }
}
