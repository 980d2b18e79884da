namespace Relay.Dialects.Conversations;

/// <summary>What a part of an answer is.</summary>
internal enum AnswerPartKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Thoughts, or their summary.</summary>
    Reasoning,

    /// <summary>What is said instead of an answer.</summary>
    Refusal,

    /// <summary>A call of a tool; what is appended are its arguments.</summary>
    ToolCall,

    /// <summary>An image; what is appended is base64.</summary>
    Image,
}
