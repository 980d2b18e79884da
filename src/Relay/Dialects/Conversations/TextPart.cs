namespace Relay.Dialects.Conversations;

/// <summary>Text.</summary>
internal sealed record TextPart(string Text) : Part
{
    /// <summary>What the provider that made it needs back with it; Gemini signs text too.</summary>
    public Signature? Signature { get; init; }
}
