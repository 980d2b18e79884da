using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>What both forms of a candidate have in common.</summary>
/// <param name="index">Its number.</param>
internal abstract class GeminiCandidateWriter(int index)
{
    private readonly List<GeminiCitation> _citations = [];
    private readonly List<TokenWeight> _weights = [];
    private FinishReason _reason;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>The open part.</summary>
    protected AnswerPart Part { get; private set; }

    /// <summary>Its bytes so far: text, arguments or base64.</summary>
    protected ArrayBufferWriter<byte> Content { get; } = new();

    /// <summary>Its signature; null for none.</summary>
    protected Signature? Signature { get; private set; }

    /// <summary>Whether the open part is text of any sort.</summary>
    protected bool IsText => Part.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning or AnswerPartKind.Refusal;

    /// <inheritdoc cref="IAnswerSink.BeginPart"/>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        Signature = part.Signature;
        Content.ResetWrittenCount();
    }

    /// <inheritdoc cref="IAnswerSink.Append"/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Content.Write(text);
        OnAppended(text);
    }

    /// <inheritdoc cref="IAnswerSink.Weigh"/>
    public void Weigh(TokenWeight weight) => _weights.Add(weight);

    /// <inheritdoc cref="IAnswerSink.Sign"/>
    public void Sign(Signature signature) => Signature = signature;

    /// <inheritdoc cref="IAnswerSink.Cite"/>
    public void Cite(Citation citation)
    {
        var text = Content.WrittenSpan;
        int? start = citation.Start is { } from ? GeminiOffset.ToBytes(text, from) : null;
        int? end = citation.End is { } to ? GeminiOffset.ToBytes(text, to) : null;
        _citations.Add(new GeminiCitation(citation, start, end));
    }

    /// <inheritdoc cref="IAnswerSink.EndPart"/>
    public abstract void EndPart();

    /// <inheritdoc cref="IAnswerSink.Finish"/>
    public void Finish(FinishReason reason) => _reason = reason;

    /// <summary>More of the open part has come, and is in <see cref="Content"/>.</summary>
    protected abstract void OnAppended(ReadOnlySpan<byte> text);

    /// <summary>Writes a part that holds text.</summary>
    protected void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> text, Signature? signature)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        if (Part.Kind == AnswerPartKind.Reasoning) json.WriteBoolean("thought"u8, true);
        WriteSignature(json, signature);
        json.WriteEndObject();
    }

    /// <summary>Writes the open part whole, when it is no text.</summary>
    protected void WriteWhole(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Part.Kind == AnswerPartKind.ToolCall)
        {
            json.WriteStartObject("functionCall"u8);
            json.WriteString("id"u8, Part.Id);
            json.WriteString("name"u8, GeminiToolNames.ToWire(Part.Namespace, Part.Name));
            json.WritePropertyName("args"u8);
            GeminiArgumentsWriter.Write(json, Content.WrittenSpan, Part.IsCustom);
        }
        else
        {
            json.WriteStartObject("inlineData"u8);
            json.WriteString("mimeType"u8, Part.MediaType ?? "image/png");
            json.WriteString("data"u8, Content.WrittenSpan);
        }

        json.WriteEndObject();
        WriteSignature(json, Signature);
        json.WriteEndObject();
    }

    /// <summary>Writes what stands behind the content where it ended.</summary>
    protected void WriteLastMembers(Utf8JsonWriter json)
    {
        json.WriteString("finishReason"u8, GeminiFinish.ToText(_reason));
        json.WriteNumber("index"u8, index);
        if (_citations.Count > 0) GeminiCitation.WriteAll(json, _citations);
        WriteWeights(json);
    }

    /// <summary>Writes how likely the tokens are that were not said yet, when any are.</summary>
    protected void WriteWeights(Utf8JsonWriter json)
    {
        if (_weights.Count == 0) return;
        GeminiWeights.Write(json, _weights);
        _weights.Clear();
    }

    private static void WriteSignature(Utf8JsonWriter json, Signature? signature)
    {
        if (signature is not null) json.WriteString("thoughtSignature"u8, GeminiSignature.ToText(signature));
    }
}
