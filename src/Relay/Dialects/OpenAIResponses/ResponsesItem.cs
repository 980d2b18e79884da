namespace Relay.Dialects.OpenAIResponses;

/// <summary>An item of an answer, its values as they stand. What it has not is empty.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object#responses-object-output</remarks>
internal ref struct ResponsesItem
{
    /// <summary>What it is.</summary>
    public ResponsesItemType Type { get; private set; }

    /// <summary>Its id.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    /// <summary>What a call's result names.</summary>
    public ReadOnlySpan<byte> CallId { get; private set; }

    /// <summary>A tool's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>A tool's namespace.</summary>
    public ReadOnlySpan<byte> Namespace { get; private set; }

    /// <summary>What a tool is given: a string, or the object of a local shell's action.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>The content parts of a message, and the thoughts of reasoning.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>What is told of thoughts.</summary>
    public ReadOnlySpan<byte> Summary { get; private set; }

    /// <summary>The provider's seal on thoughts.</summary>
    public ReadOnlySpan<byte> Seal { get; private set; }

    /// <summary>An image, in base64.</summary>
    public ReadOnlySpan<byte> Result { get; private set; }

    /// <summary>An image's format, such as <c>png</c>.</summary>
    public ReadOnlySpan<byte> Format { get; private set; }

    /// <summary>Reads an item.</summary>
    /// <param name="json">A well-formed value, or nothing.</param>
    public static ResponsesItem Read(ReadOnlySpan<byte> json)
    {
        var item = default(ResponsesItem);
        var members = new ResponsesMembers(json);
        while (members.MoveNext())
        {
            if (members.Is("type"u8)) item.Type = ToType(members.Value);
            else if (members.Is("id"u8)) item.Id = members.Value;
            else if (members.Is("call_id"u8)) item.CallId = members.Value;
            else if (members.Is("name"u8)) item.Name = members.Value;
            else if (members.Is("namespace"u8)) item.Namespace = members.Value;
            else if (members.Is("arguments"u8) || members.Is("input"u8) || members.Is("action"u8)) item.Input = members.Value;
            else if (members.Is("content"u8)) item.Content = members.Value;
            else if (members.Is("summary"u8)) item.Summary = members.Value;
            else if (members.Is("encrypted_content"u8)) item.Seal = members.Value;
            else if (members.Is("result"u8)) item.Result = members.Value;
            else if (members.Is("output_format"u8)) item.Format = members.Value;
        }

        return item;
    }

    private static ResponsesItemType ToType(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("\"message\""u8) ? ResponsesItemType.Message
        : value.SequenceEqual("\"function_call\""u8) ? ResponsesItemType.FunctionCall
        : value.SequenceEqual("\"reasoning\""u8) ? ResponsesItemType.Reasoning
        : value.SequenceEqual("\"custom_tool_call\""u8) ? ResponsesItemType.CustomToolCall
        : value.SequenceEqual("\"local_shell_call\""u8) ? ResponsesItemType.LocalShellCall
        : value.SequenceEqual("\"image_generation_call\""u8) ? ResponsesItemType.Image
        : ResponsesItemType.Other;
}
