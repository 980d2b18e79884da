using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Understands the answer of a provider that speaks Responses.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesAnswerReader : IAnswerReader
{
    private readonly ResponsesAnswerItems _items = new();
    private readonly ResponsesAnswerParts _parts = new();
    private readonly ResponsesPieces _pieces;
    private readonly ResponsesContentReader _content;
    private readonly ResponsesItemReader _reader;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <summary>Makes one.</summary>
    /// <param name="idOfCalls">What ids of calls are made of where the provider gives none.</param>
    /// <param name="tools">The conversation's tools.</param>
    public ResponsesAnswerReader(string idOfCalls, IReadOnlyList<Tool> tools)
    {
        _pieces = new ResponsesPieces(_parts);
        _content = new ResponsesContentReader(_parts, _pieces);
        _reader = new ResponsesItemReader(_parts, _pieces, _content, idOfCalls, new ResponsesToolNames(tools));
    }

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        // Compatible providers send the end mark of chat behind theirs.
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8)) return AnswerEventKind.Preamble;
        try
        {
            if (!ResponsesEvent.TryRead(data, out var read)) return AnswerEventKind.Malformed;
            var kind = read.Kind;
            if (kind != AnswerEventKind.Error && !_hasEnded) Push(read, kind, sink);
            return kind;
        }
        catch (JsonException)
        {
            // Nothing has been pushed.
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        try
        {
            var members = new ResponsesMembers(json);
            var head = ResponsesHead.Read(members);
            if (head.IsFailed) return AnswerEventKind.Error;
            if (head.Output is not [(byte)'[', ..] || head.IsUnderWay) return AnswerEventKind.Malformed;
            Begin(head, sink);
            Complete(head, sink);
            return AnswerEventKind.Content;
        }
        catch (JsonException)
        {
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public bool ReadEnd(IAnswerSink sink) => _hasEnded;

    private void Push(in ResponsesEvent read, AnswerEventKind kind, IAnswerSink sink)
    {
        if (read.Type == ResponsesEventType.Other) return;
        if (read.Type == ResponsesEventType.Begun || kind == AnswerEventKind.Done)
        {
            var head = ResponsesHead.Read(new ResponsesMembers(read.Response));
            Begin(head, sink);
            if (kind == AnswerEventKind.Done) Complete(head, sink);
            return;
        }

        Begin(default, sink);
        switch (read.Type)
        {
            case ResponsesEventType.ItemAdded: BeginItem(read, sink); break;
            case ResponsesEventType.ItemDone: EndItem(read, sink); break;
            case ResponsesEventType.PartDone when !ResponsesContentReader.IsContent(read.Part): break;
            case ResponsesEventType.PartDone: _content.EndContent(ItemOf(read, ResponsesItemType.Message), read.PartIndex, read.Part, sink); break;
            case ResponsesEventType.Annotation:
                _content.Cite(ItemOf(read, ResponsesItemType.Message), read.PartIndex, read.AnnotationIndex, read.Annotation, sink);
                break;
            case ResponsesEventType.TextDelta or ResponsesEventType.TextDone: PushText(read, AnswerPartKind.Text, sink); break;
            case ResponsesEventType.RefusalDelta or ResponsesEventType.RefusalDone: PushText(read, AnswerPartKind.Refusal, sink); break;
            case ResponsesEventType.SummaryDelta or ResponsesEventType.SummaryDone: PushThoughts(read, isThoughts: false, sink); break;
            case ResponsesEventType.ThoughtDelta or ResponsesEventType.ThoughtDone: PushThoughts(read, isThoughts: true, sink); break;
            default: PushCall(read, sink); break;
        }
    }

    private void Begin(in ResponsesHead head, IAnswerSink sink)
    {
        if (_hasBegun) return;
        _hasBegun = true;
        sink.Begin(ResponsesJson.ToText(head.Id), head.Model);
    }

    private void BeginItem(in ResponsesEvent read, IAnswerSink sink)
    {
        var json = ResponsesItem.Read(read.Item);
        if (_items.FindBegun(json.Type, json.Id, read.OutputIndex) is not null) return;
        _reader.Begin(_items.Add(json.Type, json.Id, read.OutputIndex), json, sink);
    }

    private void EndItem(in ResponsesEvent read, IAnswerSink sink)
    {
        var json = ResponsesItem.Read(read.Item);
        var item = _items.Find(json.Type, json.Id, read.OutputIndex) ?? _items.Add(json.Type, json.Id, read.OutputIndex);
        _reader.End(item, json, sink);
    }

    private ResponsesAnswerItem ItemOf(in ResponsesEvent read, ResponsesItemType type) =>
        _items.Find(type, read.ItemId, read.OutputIndex) ?? _items.Add(type, read.ItemId, read.OutputIndex);

    private void PushText(in ResponsesEvent read, AnswerPartKind kind, IAnswerSink sink)
    {
        var item = ItemOf(read, ResponsesItemType.Message);
        if (read.Type is ResponsesEventType.TextDelta or ResponsesEventType.TextDone)
            _pieces.Weigh(item, read.PartIndex, read.Logprobs, isWhole: read.Type == ResponsesEventType.TextDone, sink);
        if (read.Type is ResponsesEventType.TextDelta or ResponsesEventType.RefusalDelta)
            _pieces.Append(item, kind, read.PartIndex, read.Text, sink);
        else _pieces.Complete(item, kind, read.PartIndex, read.Text, sink);
    }

    private void PushThoughts(in ResponsesEvent read, bool isThoughts, IAnswerSink sink)
    {
        var item = ItemOf(read, ResponsesItemType.Reasoning);
        if (!ResponsesJson.IsText(read.Text) || !item.Takes(isThoughts)) return;
        if (read.Type is ResponsesEventType.SummaryDelta or ResponsesEventType.ThoughtDelta)
            _pieces.Append(item, AnswerPartKind.Reasoning, read.PartIndex, read.Text, sink);
        else _pieces.Complete(item, AnswerPartKind.Reasoning, read.PartIndex, read.Text, sink);
    }

    private void PushCall(in ResponsesEvent read, IAnswerSink sink)
    {
        var isCustom = read.Type is ResponsesEventType.InputDelta or ResponsesEventType.InputDone;
        var item = ItemOf(read, isCustom ? ResponsesItemType.CustomToolCall : ResponsesItemType.FunctionCall);
        if (read.Type is ResponsesEventType.ArgumentsDelta or ResponsesEventType.InputDelta)
            _pieces.Append(item, AnswerPartKind.ToolCall, 0, read.Text, sink);
        else _pieces.Complete(item, AnswerPartKind.ToolCall, 0, read.Text, sink);
    }

    private void Complete(in ResponsesHead head, IAnswerSink sink)
    {
        // Of each type: how many have come, and whether any goes by the id that it had before.
        var types = Enum.GetValues<ResponsesItemType>().Length;
        Span<int> numbers = stackalloc int[types];
        Span<bool> known = stackalloc bool[types];
        for (var output = new ResponsesElements(head.Output); output.MoveNext();)
        {
            var json = ResponsesItem.Read(output.Value);
            known[(int)json.Type] |= _items.Knows(json.Id);
        }

        for (var output = new ResponsesElements(head.Output); output.MoveNext();)
        {
            var json = ResponsesItem.Read(output.Value);
            var (type, number) = (json.Type, numbers[(int)json.Type]++);
            var item = _items.FindLast(type, known[(int)type] ? json.Id : default, number) ?? _items.Add(type, json.Id, null);
            _reader.End(item, json, sink);
        }

        _hasEnded = true;
        _parts.Flush(sink);
        if (head.Usage is { } usage) sink.Report(usage);
        // Before the end it is what was asked for.
        if (head.Tier is { } tier) sink.Serve(tier);
        sink.Finish(ReasonOf(head), null);
        sink.End();
    }

    private FinishReason ReasonOf(in ResponsesHead head) => head switch
    {
        { IncompleteReason: "max_output_tokens" } => FinishReason.Length,
        { IncompleteReason: "content_filter" } => FinishReason.ContentFilter,
        { IncompleteReason: not null } or { Status: "incomplete" or "cancelled" } => FinishReason.Other,
        _ when _parts.HasCalls => FinishReason.ToolCalls,
        _ when _parts.HasRefusal => FinishReason.Refusal,
        _ => FinishReason.Stop,
    };
}
