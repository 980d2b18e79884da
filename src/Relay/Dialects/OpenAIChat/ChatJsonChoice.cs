using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Gathers a choice, to be written when all of the answer is there.</summary>
/// <param name="index">Its number.</param>
internal sealed class ChatJsonChoice(int index) : ChatChoiceWriter(index)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _thoughts = new();
    private readonly ArrayBufferWriter<byte> _refusal = new();
    private readonly JsonList _calls = new();
    private readonly JsonList _details = new();
    private readonly JsonList _images = new();
    private readonly JsonList _annotations = new();
    private readonly List<TokenWeight> _said = [];
    private readonly List<TokenWeight> _refused = [];
    private FinishReason _reason;
    private string? _stopSequence;

    /// <inheritdoc/>
    public override void Finish(FinishReason reason, string? stopSequence)
    {
        _reason = reason;
        _stopSequence = stopSequence;
    }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, Index);
        WriteMessage(json);
        ChatWeights.Write(json, _said, _refused);
        json.WriteString("finish_reason"u8, ChatFinish.ToText(_reason, HasRefusal));
        // Where servers such as vLLM say which of the caller's texts it was.
        if (_stopSequence is not null) json.WriteString("stop_reason"u8, _stopSequence);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        if (Part.Kind == AnswerPartKind.Text) _text.Write(text);
        else if (Part.Kind == AnswerPartKind.Reasoning) _thoughts.Write(text);
        else if (Part.Kind == AnswerPartKind.Refusal) _refusal.Write(text);
    }

    /// <inheritdoc/>
    protected override void OnCited(Citation citation) => WriteCitation(_annotations.Next(), citation);

    /// <inheritdoc/>
    protected override void OnPartEnded()
    {
        (Part.Kind == AnswerPartKind.Refusal ? _refused : _said).AddRange(Weights);
        Weights.Clear();
        if (Part.Kind == AnswerPartKind.ToolCall) WriteCall(_calls.Next(), null, Content.WrittenSpan);
        else if (Part.Kind == AnswerPartKind.Image) WriteImage(_images.Next());
        else if (Signature is { } signature)
            ChatReasoningItem.Write(_details.Next(), Content.WrittenSpan, signature, Part.Kind == AnswerPartKind.Text, _details.Count - 1);
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        // Null beside calls and refusals alone: there are clients that refuse an answer without any.
        if (_text.WrittenCount == 0 && (Calls > 0 || HasRefusal)) json.WriteNull("content"u8);
        else json.WriteString("content"u8, _text.WrittenSpan);
        if (HasRefusal) json.WriteString("refusal"u8, _refusal.WrittenSpan);
        else json.WriteNull("refusal"u8);
        if (_thoughts.WrittenCount > 0) json.WriteString("reasoning_content"u8, _thoughts.WrittenSpan);
        _details.Write(json, "reasoning_details"u8);
        _annotations.Write(json, "annotations"u8);
        _images.Write(json, "images"u8);
        _calls.Write(json, "tool_calls"u8);
        json.WriteEndObject();
    }
}
