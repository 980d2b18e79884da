namespace Relay.Dialects.Conversations;

/// <summary>A piece of a message: text, reasoning, media, a tool's call or its result.</summary>
internal abstract record Part
{
    /// <summary>Where the caller wants the prompt cached up to, this part included; null for nowhere.</summary>
    public CacheMark? Cache { get; init; }

    /// <summary>Its path in the caller's dialect, for errors, such as <c>messages[2].content[0]</c>.</summary>
    public string Path { get; init; } = "";
}
