namespace Relay.Dialects.Conversations;

/// <summary>The model's call of a tool.</summary>
/// <param name="Id">What the result names; see <see cref="SignedId"/> for what stands in a caller's field.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">A JSON object as text, byte for byte as the model made it; free text of a custom tool.</param>
internal sealed record ToolCallPart(string Id, string Name, string Arguments) : Part
{
    /// <summary>The namespace of the tool (Responses); null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the tool takes free text (a custom tool of OpenAI's).</summary>
    public bool IsCustom { get; init; }

    /// <summary>What the provider that made it needs back with it; null for none.</summary>
    public Signature? Signature { get; init; }
}
