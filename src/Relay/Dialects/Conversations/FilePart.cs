namespace Relay.Dialects.Conversations;

/// <summary>A document, such as a PDF, or plain text that is handed over as one.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Name">Its name; null for none.</param>
internal sealed record FilePart(MediaSource Source, string? Name) : Part
{
    /// <summary>What it is about, in the caller's words; null for none.</summary>
    public string? Context { get; init; }

    /// <summary>Whether the answer is to cite it.</summary>
    public bool IsCited { get; init; }
}
