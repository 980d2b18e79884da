namespace Relay.Dialects.Conversations;

/// <summary>What a tool is.</summary>
internal enum ToolKind
{
    /// <summary>A function with a JSON Schema.</summary>
    Function,

    /// <summary>A tool that takes free text (OpenAI's custom tools).</summary>
    Custom,

    /// <summary>The provider's own search of the web.</summary>
    WebSearch,

    /// <summary>None of the caller's: a model that takes no schema for its answer is made to call it, and its arguments are the answer.</summary>
    Answer,
}
