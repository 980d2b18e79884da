using System.Buffers;
using System.Text.Unicode;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Makes parts of items, from pieces or from a whole one. What came before never comes again.</summary>
/// <param name="parts">Where they go.</param>
/// <param name="idOfCalls">What ids of calls are made of that the provider gives none.</param>
internal sealed class ResponsesItemReader(ResponsesAnswerParts parts, string idOfCalls)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private int _calls;

    /// <summary>An item begins: a call is named now.</summary>
    public void Begin(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (IsCall(item.Type)) NameCall(PartOf(item, AnswerPartKind.ToolCall, 0, sink), item, json, sink);
    }

    /// <summary>A piece of a part.</summary>
    public void Append(ResponsesAnswerItem item, AnswerPartKind kind, int? index, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        ResponsesJson.ReadText(text, _text);
        if (_text.WrittenCount == 0) return;
        Push(item, PartOf(item, kind, index, sink), index, sink);
    }

    /// <summary>A part in full, of which nothing is new if anything came before.</summary>
    public void Complete(ResponsesAnswerItem item, AnswerPartKind kind, int? index, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        // Where pieces did not say which part they are of, nobody knows what of the whole is new.
        if (item.HasEnded || item.IsUncounted || !ResponsesJson.IsText(text)) return;
        var part = PartOf(item, kind, index, sink);
        if (part.Length > 0 && (kind != AnswerPartKind.Reasoning || index is null || index <= part.Index)) return;
        Append(item, kind, index, text, sink);
    }

    /// <summary>Thoughts, as they are or as what is told of them: of the two, what comes first.</summary>
    public static bool Takes(ResponsesAnswerItem item, bool isThoughts)
    {
        item.HasThoughts ??= isThoughts;
        return item.HasThoughts == isThoughts;
    }

    /// <summary>A source of a text.</summary>
    /// <param name="item">The message.</param>
    /// <param name="index">The place of the text in it.</param>
    /// <param name="number">The source's number; null when it is the next. One that was left out comes with the whole text.</param>
    /// <param name="annotation">The source.</param>
    /// <param name="sink">Where it goes.</param>
    public void Cite(ResponsesAnswerItem item, int? index, int? number, ReadOnlySpan<byte> annotation, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        var part = PartOf(item, AnswerPartKind.Text, index, sink);
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
        ReadOnlySpan<byte> text = default, refusal = default, annotations = default;
        var members = new ResponsesMembers(json);
        while (members.MoveNext())
        {
            if (members.Is("text"u8)) text = members.Value;
            else if (members.Is("refusal"u8)) refusal = members.Value;
            else if (members.Is("annotations"u8)) annotations = members.Value;
        }

        var kind = ResponsesJson.IsText(refusal) ? AnswerPartKind.Refusal : AnswerPartKind.Text;
        Complete(item, kind, index, kind == AnswerPartKind.Refusal ? refusal : text, sink);
        if (Find(item, kind, index) is not { } part) return;
        var number = 0;
        var sources = new ResponsesElements(annotations);
        while (sources.MoveNext())
        {
            if (number++ >= part.Sources) Cite(item, index, null, sources.Value, sink);
        }

        parts.End(part, sink);
    }

    /// <summary>An item is whole.</summary>
    public void End(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        switch (item.Type)
        {
            case ResponsesItemType.Message: EndMessage(item, json.Content, sink); break;
            case ResponsesItemType.Reasoning: EndThoughts(item, json, sink); break;
            case ResponsesItemType.Image: EndImage(item, json, sink); break;
            case var type when IsCall(type): EndCall(item, json, sink); break;
        }

        foreach (var part in item.Parts) parts.End(part, sink);
        item.HasEnded = true;
    }

    private void EndMessage(ResponsesAnswerItem item, ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        var index = 0;
        var all = new ResponsesElements(content);
        while (all.MoveNext())
        {
            if (IsContent(all.Value)) EndContent(item, index, all.Value, sink);
            index++;
        }
    }

    private void EndThoughts(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        // What the model thought is more than what is told of it.
        CompleteThoughts(item, json.Content, isThoughts: true, sink);
        CompleteThoughts(item, json.Summary, isThoughts: false, sink);
        if (ResponsesJson.ToText(json.Seal) is not { } seal) return;
        var part = PartOf(item, AnswerPartKind.Reasoning, null, sink);
        part.Signature = new Signature(Dialect.OpenAIResponses, seal);
        parts.Advance(sink);
    }

    private void CompleteThoughts(ResponsesAnswerItem item, ReadOnlySpan<byte> texts, bool isThoughts, IAnswerSink sink)
    {
        var index = 0;
        var all = new ResponsesElements(texts);
        while (all.MoveNext())
        {
            var members = new ResponsesMembers(all.Value);
            while (members.MoveNext())
            {
                if (members.Is("text"u8) && ResponsesJson.IsText(members.Value) && Takes(item, isThoughts))
                    Complete(item, AnswerPartKind.Reasoning, index, members.Value, sink);
            }

            index++;
        }
    }

    private void EndImage(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (!ResponsesJson.IsText(json.Result)) return;
        var part = PartOf(item, AnswerPartKind.Image, 0, sink);
        part.Head = part.Head with { MediaType = $"image/{ResponsesJson.ToText(json.Format) ?? "png"}" };
        Complete(item, AnswerPartKind.Image, 0, json.Result, sink);
    }

    private void EndCall(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        var part = PartOf(item, AnswerPartKind.ToolCall, 0, sink);
        NameCall(part, item, json, sink);
        if (part.Length > 0) return;
        if (json.Input is [(byte)'{', ..] && Utf8.IsValid(json.Input)) parts.Append(part, json.Input, sink);
        else Complete(item, AnswerPartKind.ToolCall, 0, json.Input, sink);
    }

    private void NameCall(ResponsesAnswerPart part, ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (part.Head.Name.Length > 0) return;
        part.Head = part.Head with
        {
            Id = ResponsesJson.ToText(json.CallId) ?? ResponsesJson.ToText(item.Id) ?? $"call_{idOfCalls}_{_calls++}",
            Name = item.Type == ResponsesItemType.LocalShellCall ? "local_shell" : ResponsesJson.ToText(json.Name) ?? "",
            Namespace = ResponsesJson.ToText(json.Namespace),
            IsCustom = item.Type == ResponsesItemType.CustomToolCall,
        };
        parts.Advance(sink);
    }

    // What was unescaped last, to its part.
    private void Push(ResponsesAnswerItem item, ResponsesAnswerPart part, int? index, IAnswerSink sink)
    {
        item.IsUncounted |= index is null;
        if (part.Kind == AnswerPartKind.Reasoning && index > part.Index)
        {
            // A summary is of several, each a paragraph with a heading.
            if (part.Length > 0 && item.HasThoughts == false) parts.Append(part, "\n\n"u8, sink);
            part.Index = index.Value;
        }

        parts.Append(part, _text.WrittenSpan, sink);
    }

    private ResponsesAnswerPart PartOf(ResponsesAnswerItem item, AnswerPartKind kind, int? index, IAnswerSink sink)
    {
        if (Find(item, kind, index) is { } found) return found;
        // The parts of one item never come at once.
        if (item.Parts is [.., var last]) parts.End(last, sink);
        var part = new ResponsesAnswerPart(kind, index ?? 0);
        item.Parts.Add(part);
        return parts.Add(part, sink);
    }

    private static ResponsesAnswerPart? Find(ResponsesAnswerItem item, AnswerPartKind kind, int? index)
    {
        foreach (var part in item.Parts)
        {
            if (part.Kind == kind && (index is null || kind == AnswerPartKind.Reasoning || part.Index == index)) return part;
        }

        return null;
    }

    private static bool IsCall(ResponsesItemType type) =>
        type is ResponsesItemType.FunctionCall or ResponsesItemType.CustomToolCall or ResponsesItemType.LocalShellCall;
}
