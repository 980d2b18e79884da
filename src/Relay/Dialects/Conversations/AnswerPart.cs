namespace Relay.Dialects.Conversations;

/// <summary>The head of a part of an answer.</summary>
/// <param name="Kind">What it is.</param>
internal readonly record struct AnswerPart(AnswerPartKind Kind)
{
    /// <summary>The id of a tool's call; empty for other kinds. A provider that gave none gets one by its reader.</summary>
    public string Id { get; init; } = "";

    /// <summary>The tool's name; empty for other kinds.</summary>
    public string Name { get; init; } = "";

    /// <summary>The tool's namespace; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the tool takes free text.</summary>
    public bool IsCustom { get; init; }

    /// <summary>The type of an image; null for other kinds.</summary>
    public string? MediaType { get; init; }

    /// <summary>
    /// The signature of a tool's call, which callers' ids carry and so must be known when it begins. Signatures of other
    /// parts come by <see cref="IAnswerSink.Sign"/>.
    /// </summary>
    public Signature? Signature { get; init; }
}
