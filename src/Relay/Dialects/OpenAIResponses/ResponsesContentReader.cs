using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads the content of messages: texts with their sources, and refusals.</summary>
/// <param name="parts">Where it goes.</param>
/// <param name="pieces">Brings it there.</param>
internal sealed class ResponsesContentReader(ResponsesAnswerParts parts, ResponsesPieces pieces)
{
    /// <summary>A source of a text.</summary>
    /// <param name="item">The message.</param>
    /// <param name="index">The place of the text in it.</param>
    /// <param name="number">The source's number; null when it is the next. One that was left out comes with the whole text.</param>
    /// <param name="annotation">The source.</param>
    /// <param name="sink">Where it goes.</param>
    public void Cite(ResponsesAnswerItem item, int? index, int? number, ReadOnlySpan<byte> annotation, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        var part = parts.Of(item, AnswerPartKind.Text, index, sink);
        if (number is not null && number != part.Sources) return;
        part.Sources++;
        if (ResponsesCitation.Read(annotation) is { } citation) ResponsesAnswerParts.Cite(part, citation, sink);
    }

    /// <summary>Whether a content part is of a message: thoughts have such parts, too.</summary>
    public static bool IsContent(ReadOnlySpan<byte> json)
    {
        var members = new ResponsesMembers(json);
        while (members.MoveNext())
        {
            if (members.Is("type"u8)) return members.Value.SequenceEqual("\"output_text\""u8) || members.Value.SequenceEqual("\"refusal\""u8);
        }

        return false;
    }

    /// <summary>A content part is whole.</summary>
    public void EndContent(ResponsesAnswerItem item, int? index, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        ReadOnlySpan<byte> text = default, refusal = default, annotations = default, logprobs = default;
        var members = new ResponsesMembers(json);
        while (members.MoveNext())
        {
            if (members.Is("text"u8)) text = members.Value;
            else if (members.Is("refusal"u8)) refusal = members.Value;
            else if (members.Is("logprobs"u8)) logprobs = members.Value;
            else if (members.Is("annotations"u8)) annotations = members.Value;
        }

        var kind = ResponsesJson.IsText(refusal) ? AnswerPartKind.Refusal : AnswerPartKind.Text;
        if (kind == AnswerPartKind.Text) pieces.Weigh(item, index, logprobs, isWhole: true, sink);
        pieces.Complete(item, kind, index, kind == AnswerPartKind.Refusal ? refusal : text, sink);
        if (item.Find(kind, index) is not { } part) return;
        var number = 0;
        var sources = new ResponsesElements(annotations);
        while (sources.MoveNext())
        {
            if (number++ >= part.Sources) Cite(item, index, null, sources.Value, sink);
        }

        parts.End(part, sink);
    }

    /// <summary>A message is whole.</summary>
    public void End(ResponsesAnswerItem item, ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        var index = 0;
        var all = new ResponsesElements(content);
        while (all.MoveNext())
        {
            if (IsContent(all.Value)) EndContent(item, index, all.Value, sink);
            index++;
        }
    }
}
