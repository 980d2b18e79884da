namespace Relay.Dialects.Conversations;

/// <summary>What the model said instead of an answer. Dialects without it say it as text.</summary>
internal sealed record RefusalPart(string Text) : Part;
