using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Says an answer as the events of a response, each of which has all that strict clients ask for.</summary>
/// <param name="callId">What ids are made of.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the call came, in seconds since 1970 UTC.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesStreamWriter(string callId, string model, long created) : ResponsesAnswerWriter(callId, model, created)
{
    private readonly ArrayBufferWriter<byte> _place = new();
    private readonly Utf8JsonWriter _json = ResponsesJson.CreateWriter(new ArrayBufferWriter<byte>());
    private bool _hasBegun;
    private long _number;

    /// <summary>
    /// Writes what keeps a silent stream alive: the event of an answer under way once more, for Codex counts events and no
    /// comments. Nothing before the answer has begun: its first event must be <c>response.created</c>.
    /// </summary>
    /// <remarks>To be called between two pushes, by whoever sends, in the order in which it sends.</remarks>
    public void KeepAlive()
    {
        if (_hasBegun) WriteBegun("response.in_progress"u8);
    }

    /// <summary>Writes the event that ends a stream that broke: <c>response.failed</c>, with what came whole.</summary>
    public void Fail(Failure failure)
    {
        if (!_hasBegun)
        {
            Output.Write(ResponsesError.ToEvent(failure));
            return;
        }

        Begin("response.failed"u8);
        BeginValue(",\"response\":"u8);
        Response.WriteFailed(_json, failure, Items, Usage);
        End("}"u8);
    }

    /// <inheritdoc/>
    public override void End()
    {
        Begin(Incomplete.IsEmpty ? "response.completed"u8 : "response.incomplete"u8);
        BeginValue(",\"response\":"u8);
        Response.WriteEnded(_json, Incomplete, Items, Usage ?? default);
        End("}"u8);
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
        BeginOfItem("response.output_item.added"u8);
        BeginValue(",\"item\":"u8);
        Item.WriteBegun(_json);
        End("}"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        SetPlace();
        if (Item.IsMessage) WritePart("response.content_part.added"u8, isWhole: false);
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        switch (Item.Part.Kind)
        {
            case AnswerPartKind.Text: WriteText("response.output_text.delta"u8, ",\"delta\":"u8, text, ",\"logprobs\":[]}"u8); break;
            case AnswerPartKind.Refusal: WriteText("response.refusal.delta"u8, ",\"delta\":"u8, text, "}"u8); break;
            case AnswerPartKind.ToolCall when Item.Part.IsCustom: WriteText("response.custom_tool_call_input.delta"u8, ",\"delta\":"u8, text, "}"u8); break;
            case AnswerPartKind.ToolCall: WriteText("response.function_call_arguments.delta"u8, ",\"delta\":"u8, text, "}"u8); break;
            case AnswerPartKind.Reasoning:
                // Thoughts that only their seal stands for have no summary.
                if (Item.Content.Length == text.Length) WriteSummary("response.reasoning_summary_part.added"u8, default);
                WriteText("response.reasoning_summary_text.delta"u8, ",\"delta\":"u8, text, "}"u8);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnCited(ReadOnlySpan<byte> annotation)
    {
        Begin("response.output_text.annotation.added"u8);
        Output.Write(_place.WrittenSpan);
        Output.Write(",\"annotation_index\":"u8);
        Write(Item.Sources - 1);
        Output.Write(",\"annotation\":"u8);
        Output.Write(annotation);
        Output.Write("}\n\n"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartEnded()
    {
        var text = Item.Content;
        switch (Item.Part.Kind)
        {
            case AnswerPartKind.Text: WriteText("response.output_text.done"u8, ",\"text\":"u8, text, ",\"logprobs\":[]}"u8); break;
            case AnswerPartKind.Refusal: WriteText("response.refusal.done"u8, ",\"refusal\":"u8, text, "}"u8); break;
            case AnswerPartKind.ToolCall when Item.Part.IsCustom: WriteText("response.custom_tool_call_input.done"u8, ",\"input\":"u8, text, "}"u8); break;
            case AnswerPartKind.ToolCall: WriteText("response.function_call_arguments.done"u8, ",\"arguments\":"u8, text, "}"u8); break;
            case AnswerPartKind.Reasoning when !Item.IsEmpty:
                WriteText("response.reasoning_summary_text.done"u8, ",\"text\":"u8, text, "}"u8);
                WriteSummary("response.reasoning_summary_part.done"u8, text);
                break;
        }

        if (Item.IsMessage) WritePart("response.content_part.done"u8, isWhole: true);
    }

    /// <inheritdoc/>
    protected override void OnItemEnded(ReadOnlySpan<byte> item)
    {
        BeginOfItem("response.output_item.done"u8);
        Output.Write(",\"item\":"u8);
        Output.Write(item);
        Output.Write("}\n\n"u8);
    }

    private void WriteBegun(ReadOnlySpan<byte> type)
    {
        Begin(type);
        BeginValue(",\"response\":"u8);
        Response.WriteBegun(_json);
        End("}"u8);
    }

    private void WritePart(ReadOnlySpan<byte> type, bool isWhole)
    {
        Begin(type);
        Output.Write(_place.WrittenSpan);
        BeginValue(",\"part\":"u8);
        Item.WritePart(_json, isWhole);
        End("}"u8);
    }

    private void WriteSummary(ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        Begin(type);
        Output.Write(_place.WrittenSpan);
        BeginValue(",\"part\":"u8);
        ResponsesItemWriter.WriteSummary(_json, text);
        End("}"u8);
    }

    private void WriteText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        Begin(type);
        Output.Write(_place.WrittenSpan);
        BeginValue(member);
        _json.WriteStringValue(text);
        End(end);
    }

    // What all events of the open part say of where it is.
    private void SetPlace()
    {
        _place.ResetWrittenCount();
        _place.Write(",\"item_id\":"u8);
        _place.Write(Item.Id);
        _place.Write(",\"output_index\":"u8);
        Write(_place, ItemIndex);
        if (Item.Part.Kind is AnswerPartKind.ToolCall or AnswerPartKind.Image) return;
        _place.Write(Item.IsMessage ? ",\"content_index\":"u8 : ",\"summary_index\":"u8);
        Write(_place, Item.PartIndex);
    }

    private void BeginOfItem(ReadOnlySpan<byte> type)
    {
        Begin(type);
        Output.Write(",\"output_index\":"u8);
        Write(ItemIndex);
    }

    private void Begin(ReadOnlySpan<byte> type)
    {
        Output.Write("event: "u8);
        Output.Write(type);
        Output.Write("\ndata: {\"type\":\""u8);
        Output.Write(type);
        Output.Write("\",\"sequence_number\":"u8);
        Write(_number++);
    }

    // The value is written by the JSON writer, all around it is the same each time.
    private void BeginValue(ReadOnlySpan<byte> member)
    {
        Output.Write(member);
        _json.Reset(Output);
    }

    private void End(ReadOnlySpan<byte> end)
    {
        _json.Flush();
        Output.Write(end);
        Output.Write("\n\n"u8);
    }

    private void Write(long number) => Write(Output, number);

    private static void Write(ArrayBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var length);
        output.Advance(length);
    }
}
