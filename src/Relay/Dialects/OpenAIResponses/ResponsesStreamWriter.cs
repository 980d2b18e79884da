using System.Buffers;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Says an answer as the events of a response, each of which has all that strict clients ask for.</summary>
/// <param name="callId">What ids are made of.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the call came, in seconds since 1970 UTC.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesStreamWriter(string callId, string model, long created)
    : ResponsesAnswerWriter(callId, model, created), IAnswerWriter
{
    private ResponsesEventWriter? _events;
    private bool _hasBegun;
    private bool _hasItems;

    private ResponsesEventWriter Events => _events ??= new ResponsesEventWriter(Output);

    /// <inheritdoc/>
    /// <remarks>
    /// Codex counts events and no comments. Before the first item it is the event of an answer under way once more, which
    /// every client knows. From then on that would undo the answer: the helper of openai-node takes the object in it for
    /// all that there is (its ResponseAccumulator.ts). There it is <c>keepalive</c>, which the API itself sends: clients
    /// know it, or take no notice of it.
    /// </remarks>
    public void KeepAlive()
    {
        // Nothing before the answer has begun: its first event must be response.created.
        if (!_hasBegun) return;
        if (!_hasItems)
        {
            WriteBegun("response.in_progress"u8);
            return;
        }

        Events.Begin("keepalive"u8);
        Output.Write("}\n\n"u8);
    }

    /// <inheritdoc/>
    /// <remarks>It is <c>response.failed</c>, with what came whole; Codex looks for the reason there.</remarks>
    public bool Fail(Failure failure)
    {
        if (!_hasBegun) return false;
        Events.Begin("response.failed"u8);
        Response.WriteFailed(Events.BeginValue(",\"response\":"u8), failure, Items, Usage);
        Events.EndValue("}"u8);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Whole items stay as the provider wrote them; thoughts that are not shown are one as well, though nothing is pushed of them.</remarks>
    public void Adopt(ReadOnlySpan<byte> data)
    {
        if (data is not [(byte)'{', ..] || !ResponsesEvent.TryRead(data, out var read)) return;
        if (read.Number is { } number) Events.Next = number + 1;
        if (read.Type == ResponsesEventType.Begun) AdoptAge(read.Response);
        else if (read.Type == ResponsesEventType.ItemDone) AdoptItem(read.Item, read.OutputIndex);
        else if (Item.IsMessage && ResponsesJson.IsText(read.ItemId)) AdoptMessage(read.ItemId, read.OutputIndex);
    }

    /// <inheritdoc/>
    public override void End()
    {
        Events.Begin(Incomplete.IsEmpty ? "response.completed"u8 : "response.incomplete"u8);
        Response.WriteEnded(Events.BeginValue(",\"response\":"u8), Incomplete, Items, Usage ?? default);
        Events.EndValue("}"u8);
    }

    /// <inheritdoc/>
    protected override void OnBegun()
    {
        _hasBegun = true;
        WriteBegun("response.created"u8);
        WriteBegun("response.in_progress"u8);
    }

    /// <inheritdoc/>
    protected override void OnItemBegun()
    {
        _hasItems = true;
        Events.BeginOfItem("response.output_item.added"u8, ItemIndex);
        Item.WriteBegun(Events.BeginValue(",\"item\":"u8));
        Events.EndValue("}"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        var place = Item.IsMessage ? ",\"content_index\":"u8 : Part.Head.Kind == AnswerPartKind.Reasoning ? ",\"summary_index\":"u8 : default;
        Events.SetPlace(Item.Id, ItemIndex, place, Part.Index);
        if (Item.IsMessage) WritePart("response.content_part.added"u8, isWhole: false);
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        switch (Part.Head.Kind)
        {
            case AnswerPartKind.Text:
                WriteText("response.output_text.delta"u8, ",\"delta\":"u8, text, Part.TakeWeights());
                break;
            case AnswerPartKind.Refusal:
                WriteText("response.refusal.delta"u8, ",\"delta\":"u8, text);
                break;
            case AnswerPartKind.ToolCall when Part.Head.IsCustom:
                WriteText("response.custom_tool_call_input.delta"u8, ",\"delta\":"u8, text);
                break;
            case AnswerPartKind.ToolCall:
                WriteText("response.function_call_arguments.delta"u8, ",\"delta\":"u8, text);
                break;
            case AnswerPartKind.Reasoning:
                // Thoughts that only their seal stands for have no summary.
                if (Part.Content.Length == text.Length) WriteSummary("response.reasoning_summary_part.added"u8, default);
                WriteText("response.reasoning_summary_text.delta"u8, ",\"delta\":"u8, text);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnCited(ReadOnlySpan<byte> annotation)
    {
        Events.BeginOfPart("response.output_text.annotation.added"u8);
        Output.Write(",\"annotation_index\":"u8);
        Events.Write(Part.Sources - 1);
        Events.End(",\"annotation\":"u8, annotation);
    }

    /// <inheritdoc/>
    protected override void OnPartEnded()
    {
        var text = Part.Content;
        switch (Part.Head.Kind)
        {
            case AnswerPartKind.Text:
                WriteText("response.output_text.done"u8, ",\"text\":"u8, text, Part.Weights);
                break;
            case AnswerPartKind.Refusal:
                WriteText("response.refusal.done"u8, ",\"refusal\":"u8, text);
                break;
            case AnswerPartKind.ToolCall when Part.Head.IsCustom:
                WriteText("response.custom_tool_call_input.done"u8, ",\"input\":"u8, text);
                break;
            case AnswerPartKind.ToolCall:
                WriteText("response.function_call_arguments.done"u8, ",\"arguments\":"u8, text);
                break;
            case AnswerPartKind.Reasoning when !Part.IsEmpty:
                WriteText("response.reasoning_summary_text.done"u8, ",\"text\":"u8, text);
                WriteSummary("response.reasoning_summary_part.done"u8, text);
                break;
        }

        if (Item.IsMessage) WritePart("response.content_part.done"u8, isWhole: true);
    }

    /// <inheritdoc/>
    protected override void OnItemEnded(ReadOnlySpan<byte> item)
    {
        Events.BeginOfItem("response.output_item.done"u8, ItemIndex);
        Events.End(",\"item\":"u8, item);
    }

    private void AdoptMessage(ReadOnlySpan<byte> id, int? index)
    {
        if (id.SequenceEqual(Item.Id)) return;
        Item.Rename(id);
        ItemIndex = index ?? ItemIndex;
        Events.SetPlace(Item.Id, ItemIndex, ",\"content_index\":"u8, Part.Index);
    }

    private void WriteBegun(ReadOnlySpan<byte> type)
    {
        Events.Begin(type);
        Response.WriteBegun(Events.BeginValue(",\"response\":"u8));
        Events.EndValue("}"u8);
    }

    private void WritePart(ReadOnlySpan<byte> type, bool isWhole)
    {
        Events.BeginOfPart(type);
        Part.Write(Events.BeginValue(",\"part\":"u8), isWhole);
        Events.EndValue("}"u8);
    }

    private void WriteSummary(ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        Events.BeginOfPart(type);
        ResponsesPartWriter.WriteSummary(Events.BeginValue(",\"part\":"u8), text);
        Events.EndValue("}"u8);
    }

    private void WriteText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text, ReadOnlySpan<byte> weights)
    {
        Events.BeginOfPart(type);
        Events.BeginValue(member).WriteStringValue(text);
        Events.EndValue(",\"logprobs\":["u8, weights);
    }

    private void WriteText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        Events.BeginOfPart(type);
        Events.BeginValue(member).WriteStringValue(text);
        Events.EndValue("}"u8);
    }
}
