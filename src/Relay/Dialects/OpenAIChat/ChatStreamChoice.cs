using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Says a choice as chunks.</summary>
/// <param name="index">Its number.</param>
/// <param name="output">Where chunks go.</param>
/// <param name="head">What all chunks begin with.</param>
/// <param name="json">Writes values, one after the other.</param>
internal sealed class ChatStreamChoice(int index, ArrayBufferWriter<byte> output, ArrayBufferWriter<byte> head, Utf8JsonWriter json)
    : ChatChoiceWriter(index)
{
    private static readonly byte[] StartOfFirst = StartOf(0);

    private readonly byte[] _start = index == 0 ? StartOfFirst : StartOf(index);
    private int _details;

    /// <summary>Writes the chunk that begins it.</summary>
    public void Begin()
    {
        BeginDelta("\"role\":\"assistant\",\"content\":\"\""u8);
        EndDelta(default);
    }

    /// <inheritdoc/>
    public override void Finish(FinishReason reason, string? stopSequence)
    {
        BeginChunk();
        output.Write("{},\"finish_reason\":\""u8);
        output.Write(ChatFinish.ToText(reason, HasRefusal));
        output.Write("\""u8);
        // Where servers such as vLLM say which of the caller's texts it was.
        if (stopSequence is not null)
        {
            output.Write(",\"stop_reason\":"u8);
            json.Reset(output);
            json.WriteStringValue(stopSequence);
            json.Flush();
        }

        output.Write("}]}\n\n"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        base.OnPartBegun();
        if (Part.Kind != AnswerPartKind.ToolCall) return;
        BeginDelta("\"tool_calls\":["u8);
        WriteCall(json, Calls - 1, []);
        EndDelta("]"u8);
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        switch (Part.Kind)
        {
            case AnswerPartKind.Text: WriteText("\"content\":"u8, text); break;
            case AnswerPartKind.Reasoning: WriteText("\"reasoning_content\":"u8, text); break;
            case AnswerPartKind.Refusal: WriteText("\"refusal\":"u8, text); break;
            case AnswerPartKind.ToolCall: WriteArguments(text); break;
        }
    }

    /// <inheritdoc/>
    protected override void OnCited(Citation citation)
    {
        BeginDelta("\"annotations\":["u8);
        WriteCitation(json, citation);
        EndDelta("]"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartEnded()
    {
        if (Weights.Count > 0)
        {
            BeginChunk();
            output.Write("{"u8);
            EndWeighed();
        }

        if (Part.Kind == AnswerPartKind.Image)
        {
            BeginDelta("\"images\":["u8);
            WriteImage(json);
            EndDelta("]"u8);
        }
        else if (Signature is { } signature)
        {
            BeginDelta("\"reasoning_details\":["u8);
            ChatReasoningItem.Write(json, Content.WrittenSpan, signature, Part.Kind == AnswerPartKind.Text, _details++);
            EndDelta("]"u8);
        }
    }

    private static byte[] StartOf(int index) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"choices\":[{{\"index\":{index},\"delta\":"));

    private void WriteArguments(ReadOnlySpan<byte> text)
    {
        BeginDelta("\"tool_calls\":[{\"index\":"u8);
        json.WriteNumberValue(Calls - 1);
        json.Flush();
        output.Write(Part.IsCustom ? ",\"custom\":{\"input\":"u8 : ",\"function\":{\"arguments\":"u8);
        json.Reset(output);
        json.WriteStringValue(text);
        EndDelta("}}]"u8);
    }

    private void WriteText(ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        BeginDelta(member);
        json.WriteStringValue(text);
        if (Weights.Count == 0)
        {
            EndDelta(default);
            return;
        }

        json.Flush();
        EndWeighed();
    }

    // Behind a delta, the likelihoods of what is in it.
    private void EndWeighed()
    {
        output.Write("},"u8);
        json.Reset(output);
        IReadOnlyList<TokenWeight> none = [];
        var isRefusal = Part.Kind == AnswerPartKind.Refusal;
        ChatWeights.Write(json, isRefusal ? none : Weights, isRefusal ? Weights : none);
        json.Flush();
        output.Write(",\"finish_reason\":null}]}\n\n"u8);
        Weights.Clear();
    }

    // The value is written by the JSON writer, all around it is the same each time.
    private void BeginDelta(ReadOnlySpan<byte> member)
    {
        BeginChunk();
        output.Write("{"u8);
        output.Write(member);
        json.Reset(output);
    }

    private void BeginChunk()
    {
        output.Write(head.WrittenSpan);
        output.Write(_start);
    }

    private void EndDelta(ReadOnlySpan<byte> end)
    {
        json.Flush();
        output.Write(end);
        output.Write("},\"finish_reason\":null}]}\n\n"u8);
    }
}
