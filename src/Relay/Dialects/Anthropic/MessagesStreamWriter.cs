using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Says an answer as the events of a stream. A block begins when there is something in it, for clients send back what
/// they got, and an empty block is refused then.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/streaming</remarks>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal sealed class MessagesStreamWriter(string id, string model) : MessagesAnswerWriter(id, model), IAnswerWriter
{
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());
    private readonly ArrayBufferWriter<byte> _input = new();
    private bool _begun;
    private bool _isOpen;
    private int _index;

    private bool IsFreeText => Part is { Kind: AnswerPartKind.ToolCall, IsCustom: true };

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        // The text of a custom tool is a string within arguments that are a string, and is written when it is whole.
        if (IsFreeText) _input.Write(text);
        else WriteDelta(text);
    }

    /// <inheritdoc/>
    public override void Cite(Citation citation)
    {
        if (Part.Kind != AnswerPartKind.Text) return;
        BeginDelta();
        _json.WriteString("type"u8, "citations_delta"u8);
        _json.WritePropertyName("citation"u8);
        MessagesCitation.Write(_json, citation);
        EndDelta();
    }

    /// <inheritdoc/>
    public override void End()
    {
        BeginMessage();
        BeginEvent("message_delta"u8);
        _json.WriteStartObject("delta"u8);
        WriteStop(_json);
        _json.WriteEndObject();
        MessagesUsage.Write(_json, Usage, Tier);
        EndEvent();
        BeginEvent("message_stop"u8);
        EndEvent();
    }

    /// <inheritdoc/>
    public void KeepAlive()
    {
        if (_begun) Output.Write(MessagesPing.Event);
    }

    /// <inheritdoc/>
    /// <remarks>Blocks that say nothing are numbered too, and none begins twice.</remarks>
    public void Adopt(ReadOnlySpan<byte> data)
    {
        if (data is not [(byte)'{', ..] || !MessagesEvent.TryRead(data, out var read)) return;
        if (read.Type is not ("content_block_start" or "content_block_delta" or "content_block_stop")) return;
        _isOpen = read.Type != "content_block_stop";
        _index = _isOpen ? read.Index : read.Index + 1;
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        BeginMessage();
        _isOpen = false;
        _input.ResetWrittenCount();
        if (Part.Kind == AnswerPartKind.ToolCall) BeginBlock();
        else if (Part.Kind == AnswerPartKind.Image) WriteDelta(Encoding.UTF8.GetBytes(ImageFrame.Before));
    }

    /// <inheritdoc/>
    protected override void OnPartEnded(Signature? signature)
    {
        if (IsFreeText) WriteFreeText();
        else if (Part.Kind == AnswerPartKind.Image) WriteDelta(Encoding.UTF8.GetBytes(ImageFrame.Behind));

        var isReasoning = Part.Kind == AnswerPartKind.Reasoning;
        if (signature is not null && isReasoning && !(signature.IsRedacted && !_isOpen))
        {
            BeginDelta();
            _json.WriteString("type"u8, "signature_delta"u8);
            _json.WriteString("signature"u8, ToText(signature));
            EndDelta();
            signature = null;
        }

        if (_isOpen) EndBlock();
        if (signature is null) return;
        BeginEvent("content_block_start"u8);
        _json.WriteNumber("index"u8, _index);
        _json.WritePropertyName("content_block"u8);
        WriteSealed(_json, signature);
        EndEvent();
        EndBlock();
    }

    private void WriteFreeText()
    {
        var arguments = new ArrayBufferWriter<byte>();
        var json = DialectJson.CreateWriter(arguments);
        MessagesCustomInput.Write(json, _input.WrittenSpan, isCustom: true);
        json.Flush();
        WriteDelta(arguments.WrittenSpan);
    }

    private void WriteDelta(ReadOnlySpan<byte> text)
    {
        BeginDelta();
        switch (Part.Kind)
        {
            case AnswerPartKind.Reasoning:
                _json.WriteString("type"u8, "thinking_delta"u8);
                _json.WriteString("thinking"u8, text);
                break;
            case AnswerPartKind.ToolCall:
                _json.WriteString("type"u8, "input_json_delta"u8);
                _json.WriteString("partial_json"u8, text);
                break;
            default:
                _json.WriteString("type"u8, "text_delta"u8);
                _json.WriteString("text"u8, text);
                break;
        }

        EndDelta();
    }

    // The usage that is known by now goes with it: clients take the input's from here.
    private void BeginMessage()
    {
        if (_begun) return;
        _begun = true;
        BeginEvent("message_start"u8);
        _json.WriteStartObject("message"u8);
        WriteHead(_json);
        _json.WriteStartArray("content"u8);
        _json.WriteEndArray();
        _json.WriteNull("stop_reason"u8);
        _json.WriteNull("stop_sequence"u8);
        MessagesUsage.Write(_json, Usage, Tier);
        _json.WriteEndObject();
        EndEvent();
    }

    private void BeginBlock()
    {
        if (_isOpen) return;
        _isOpen = true;
        BeginEvent("content_block_start"u8);
        _json.WriteNumber("index"u8, _index);
        _json.WriteStartObject("content_block"u8);
        switch (Part.Kind)
        {
            case AnswerPartKind.ToolCall:
                WriteCall(_json);
                _json.WriteStartObject("input"u8);
                _json.WriteEndObject();
                break;
            case AnswerPartKind.Reasoning:
                _json.WriteString("type"u8, "thinking"u8);
                _json.WriteString("thinking"u8, ""u8);
                _json.WriteString("signature"u8, ""u8);
                break;
            default:
                _json.WriteString("type"u8, "text"u8);
                _json.WriteString("text"u8, ""u8);
                break;
        }

        _json.WriteEndObject();
        EndEvent();
    }

    private void EndBlock()
    {
        BeginEvent("content_block_stop"u8);
        _json.WriteNumber("index"u8, _index++);
        EndEvent();
        _isOpen = false;
    }

    private void BeginDelta()
    {
        BeginBlock();
        BeginEvent("content_block_delta"u8);
        _json.WriteNumber("index"u8, _index);
        _json.WriteStartObject("delta"u8);
    }

    private void EndDelta()
    {
        _json.WriteEndObject();
        EndEvent();
    }

    private void BeginEvent(ReadOnlySpan<byte> type)
    {
        Output.Write("event: "u8);
        Output.Write(type);
        Output.Write("\ndata: "u8);
        _json.Reset(Output);
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
    }

    private void EndEvent()
    {
        _json.WriteEndObject();
        _json.Flush();
        Output.Write("\n\n"u8);
    }
}
