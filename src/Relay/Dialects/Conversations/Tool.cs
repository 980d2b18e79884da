namespace Relay.Dialects.Conversations;

/// <summary>A tool that the model may call. A kind that is not here is a <see cref="Loss"/> of the reader.</summary>
internal sealed record Tool(ToolKind Kind, string Name)
{
    /// <summary>The namespace that it stands in (Responses); null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>What it does; null when the caller does not say.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON Schema of its arguments, a slice of the caller's body; empty for none.</summary>
    public ReadOnlyMemory<byte> Parameters { get; init; }

    /// <summary>The grammar of a custom tool's text (<c>format</c>), a slice of the caller's body; empty for none.</summary>
    public ReadOnlyMemory<byte> Format { get; init; }

    /// <summary>How the web is to be searched, of a <see cref="ToolKind.WebSearch"/>; null when the caller does not say.</summary>
    public WebSearch? Search { get; init; }

    /// <summary>Whether arguments must fit the schema; null when the caller does not say.</summary>
    public bool? Strict { get; init; }

    /// <summary>Where the prompt is cached up to; null for nowhere.</summary>
    public CacheMark? Cache { get; init; }

    /// <summary>Its path in the caller's dialect, such as <c>tools[3]</c>.</summary>
    public string Path { get; init; } = "";
}
