using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Says an answer as the chunks of a chat completion, each of which has all that strict clients ask for.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the answer began, in seconds since 1970.</param>
/// <param name="usageAsked">Whether the caller asks for the chunk with the usage.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class ChatStreamWriter(string id, string model, long created, bool usageAsked) : ChatAnswerWriter(id, model), IAnswerWriter
{
    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());
    private long? _created;
    private int _details;

    /// <inheritdoc/>
    public override void Finish(FinishReason reason, string? stopSequence)
    {
        BeginChunk();
        Output.Write("{},\"finish_reason\":\""u8);
        Output.Write(ChatFinish.ToText(reason, HasRefusal));
        Output.Write("\""u8);
        // Where servers such as vLLM say which of the caller's texts it was.
        if (stopSequence is not null)
        {
            Output.Write(",\"stop_reason\":"u8);
            _json.Reset(Output);
            _json.WriteStringValue(stopSequence);
            _json.Flush();
        }

        Output.Write("}]}\n\n"u8);
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (usageAsked && Usage is { } usage)
        {
            Output.Write(_head.WrittenSpan);
            Output.Write("\"choices\":[],\"usage\":"u8);
            _json.Reset(Output);
            ChatUsageWriter.Write(_json, usage);
            _json.Flush();
            Output.Write("}\n\n"u8);
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is numbered; of what all chunks have, id and model are known.</remarks>
    public void Adopt(ReadOnlySpan<byte> data)
    {
        if (_created is not null || !JsonMembers.Find(data, "created"u8, out var value)) return;
        _created = Utf8Parser.TryParse(value, out long time, out var read) && read == value.Length ? time : created;
        WriteHead();
    }

    /// <inheritdoc/>
    protected override void OnBegun()
    {
        WriteHead();
        BeginDelta("\"role\":\"assistant\",\"content\":\"\""u8);
        EndDelta(default);
    }

    /// <inheritdoc/>
    public override void Serve(string tier)
    {
        base.Serve(tier);
        WriteHead();
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        if (Part.Kind != AnswerPartKind.ToolCall) return;
        BeginDelta("\"tool_calls\":["u8);
        WriteCall(_json, Calls - 1, []);
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
        WriteCitation(_json, citation);
        EndDelta("]"u8);
    }

    /// <inheritdoc/>
    protected override void OnPartEnded()
    {
        if (Weights.Count > 0)
        {
            BeginChunk();
            Output.Write("{"u8);
            EndWeighed();
        }

        if (Part.Kind == AnswerPartKind.Image)
        {
            BeginDelta("\"images\":["u8);
            WriteImage(_json);
            EndDelta("]"u8);
        }
        else if (Signature is { } signature)
        {
            BeginDelta("\"reasoning_details\":["u8);
            ChatReasoningItem.Write(_json, Content.WrittenSpan, signature, Part.Kind == AnswerPartKind.Text, _details++);
            EndDelta("]"u8);
        }
    }

    private void WriteArguments(ReadOnlySpan<byte> text)
    {
        BeginChunk();
        Output.Write("{\"tool_calls\":[{\"index\":"u8);
        _json.Reset(Output);
        _json.WriteNumberValue(Calls - 1);
        _json.Flush();
        Output.Write(Part.IsCustom ? ",\"custom\":{\"input\":"u8 : ",\"function\":{\"arguments\":"u8);
        _json.Reset(Output);
        _json.WriteStringValue(text);
        EndDelta("}}]"u8);
    }

    private void WriteText(ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        BeginDelta(member);
        _json.WriteStringValue(text);
        _json.Flush();
        if (Weights.Count > 0) EndWeighed();
        else EndDelta(default);
    }

    // Behind a delta, the likelihoods of what is in it.
    private void EndWeighed()
    {
        Output.Write("},"u8);
        _json.Reset(Output);
        IReadOnlyList<TokenWeight> none = [];
        var isRefusal = Part.Kind == AnswerPartKind.Refusal;
        ChatWeights.Write(_json, isRefusal ? none : Weights, isRefusal ? Weights : none);
        _json.Flush();
        Output.Write(",\"finish_reason\":null}]}\n\n"u8);
        Weights.Clear();
    }

    // The value is written by the JSON writer, all around it is the same each time.
    private void BeginDelta(ReadOnlySpan<byte> member)
    {
        BeginChunk();
        Output.Write("{"u8);
        Output.Write(member);
        _json.Reset(Output);
    }

    private void BeginChunk()
    {
        Output.Write(_head.WrittenSpan);
        Output.Write("\"choices\":[{\"index\":0,\"delta\":"u8);
    }

    private void EndDelta(ReadOnlySpan<byte> end)
    {
        _json.Flush();
        Output.Write(end);
        Output.Write("},\"finish_reason\":null}]}\n\n"u8);
    }

    // What is the same in each chunk.
    private void WriteHead()
    {
        _head.ResetWrittenCount();
        _head.Write("data: "u8);
        _json.Reset(_head);
        _json.WriteStartObject();
        _json.WriteString("id"u8, Id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, _created ?? created);
        _json.WriteString("model"u8, Model);
        if (Tier is not null) _json.WriteString("service_tier"u8, Tier);
        _json.Flush();
        _head.Write(","u8);
    }
}
