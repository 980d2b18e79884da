namespace Relay.Dialects.OpenAIResponses;

/// <summary>The items of an answer that are understood here.</summary>
internal enum ResponsesItemType
{
    /// <summary>Any other: what the provider did on its own side, which other dialects have no place for.</summary>
    Other,

    /// <summary><c>message</c>.</summary>
    Message,

    /// <summary><c>reasoning</c>.</summary>
    Reasoning,

    /// <summary><c>function_call</c>.</summary>
    FunctionCall,

    /// <summary><c>custom_tool_call</c>.</summary>
    CustomToolCall,

    /// <summary><c>local_shell_call</c>: a call of a tool that is named by the item's type alone.</summary>
    LocalShellCall,

    /// <summary><c>image_generation_call</c>.</summary>
    Image,
}
