using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>An event of a stream, taken apart as far as all events are alike. What it has not is empty.</summary>
internal ref struct ResponsesEvent
{
    /// <summary>What it says.</summary>
    public ResponsesEventType Type { get; private set; }

    /// <summary>Whether its type says that, and not its form.</summary>
    public bool IsTyped { get; private set; }

    /// <summary>Its number in the stream.</summary>
    public int? Number { get; private set; }

    /// <summary>The place of the item that it is about.</summary>
    public int? OutputIndex { get; private set; }

    /// <summary>The place in the item: of a content part, or of a part of a summary.</summary>
    public int? PartIndex { get; private set; }

    /// <summary>The id of the item that it is about.</summary>
    public ReadOnlySpan<byte> ItemId { get; private set; }

    /// <summary>What came: a piece in a delta, all of it at the end.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>How likely the text's tokens are.</summary>
    public ReadOnlySpan<byte> Logprobs { get; private set; }

    /// <summary>The item.</summary>
    public ReadOnlySpan<byte> Item { get; private set; }

    /// <summary>The content part.</summary>
    public ReadOnlySpan<byte> Part { get; private set; }

    /// <summary>The number of a source among those of its text.</summary>
    public int? AnnotationIndex { get; private set; }

    /// <summary>The source of a text.</summary>
    public ReadOnlySpan<byte> Annotation { get; private set; }

    /// <summary>The response object.</summary>
    public ReadOnlySpan<byte> Response { get; private set; }

    /// <summary>The error object, of providers that put it into one.</summary>
    public ReadOnlySpan<byte> Error { get; private set; }

    /// <summary>What it means for the call.</summary>
    public readonly AnswerEventKind Kind => Type switch
    {
        ResponsesEventType.Error or ResponsesEventType.Failed => AnswerEventKind.Error,
        ResponsesEventType.Completed or ResponsesEventType.Incomplete => AnswerEventKind.Done,
        ResponsesEventType.Begun or ResponsesEventType.Other => AnswerEventKind.Preamble,
        // The start of text and of thoughts holds nothing yet; that of a tool's call names the tool.
        ResponsesEventType.ItemAdded => ResponsesItem.Read(Item).Type is ResponsesItemType.Message or ResponsesItemType.Reasoning
            ? AnswerEventKind.Preamble : AnswerEventKind.Content,
        ResponsesEventType.ItemDone or ResponsesEventType.PartDone or ResponsesEventType.Annotation => AnswerEventKind.Content,
        _ => ResponsesJson.IsText(Text) ? AnswerEventKind.Content : AnswerEventKind.Preamble,
    };

    /// <summary>Reads the data of an event.</summary>
    /// <returns>False when it is no object.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool TryRead(ReadOnlySpan<byte> data, out ResponsesEvent read)
    {
        read = default;
        var members = new ResponsesMembers(data);
        while (members.MoveNext())
        {
            if (members.Is("type"u8)) read.Type = ResponsesEventTypes.Read(members.Value);
            else if (members.Is("delta"u8) || members.Is("text"u8) || members.Is("arguments"u8) || members.Is("input"u8) || members.Is("refusal"u8))
                read.Text = members.Value;
            else if (members.Is("sequence_number"u8)) read.Number = ResponsesJson.ToInt(members.Value);
            else if (members.Is("logprobs"u8)) read.Logprobs = members.Value;
            else if (members.Is("item_id"u8)) read.ItemId = members.Value;
            else if (members.Is("output_index"u8)) read.OutputIndex = ResponsesJson.ToInt(members.Value);
            else if (members.Is("content_index"u8) || members.Is("summary_index"u8)) read.PartIndex = ResponsesJson.ToInt(members.Value);
            else if (members.Is("annotation_index"u8)) read.AnnotationIndex = ResponsesJson.ToInt(members.Value);
            else if (members.Is("item"u8)) read.Item = members.Value;
            else if (members.Is("part"u8)) read.Part = members.Value;
            else if (members.Is("annotation"u8)) read.Annotation = members.Value;
            else if (members.Is("response"u8)) read.Response = members.Value;
            else if (members.Is("error"u8)) read.Error = members.Value;
        }

        read.IsTyped = read.Type != ResponsesEventType.Other;
        // Some send an error as an answer's body has it, without a type.
        if (read.Type == ResponsesEventType.Other && ResponsesJson.IsGiven(read.Error)) read.Type = ResponsesEventType.Error;
        return members.IsObject;
    }
}
