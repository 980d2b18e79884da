using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>What both forms of a candidate have in common.</summary>
/// <param name="index">Its number.</param>
internal abstract class GeminiCandidateWriter(int index) : ChoiceWriter(index)
{
    private readonly List<GeminiCitation> _citations = [];
    private FinishReason _reason;

    /// <summary>Whether the open part is text of any sort.</summary>
    protected bool IsText => Part.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning or AnswerPartKind.Refusal;

    /// <inheritdoc cref="IAnswerSink.Cite"/>
    public override void Cite(Citation citation)
    {
        var text = Content.WrittenSpan;
        int? start = citation.Start is { } from ? GeminiOffset.ToBytes(text, from) : null;
        int? end = citation.End is { } to ? GeminiOffset.ToBytes(text, to) : null;
        _citations.Add(new GeminiCitation(citation, start, end));
    }

    /// <inheritdoc/>
    public override void Finish(FinishReason reason, string? stopSequence) => _reason = reason;

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
        WriteSignature(json, Signature ?? Part.Signature);
        json.WriteEndObject();
    }

    /// <summary>Writes what stands behind the content where it ended.</summary>
    protected void WriteLastMembers(Utf8JsonWriter json)
    {
        json.WriteString("finishReason"u8, GeminiFinish.ToText(_reason));
        json.WriteNumber("index"u8, Index);
        if (_citations.Count > 0) GeminiCitation.WriteAll(json, _citations);
        WriteWeights(json);
    }

    /// <summary>Writes how likely the tokens are that were not said yet, when any are.</summary>
    protected void WriteWeights(Utf8JsonWriter json)
    {
        if (Weights.Count == 0) return;
        GeminiWeights.Write(json, Weights);
        Weights.Clear();
    }

    private static void WriteSignature(Utf8JsonWriter json, Signature? signature)
    {
        if (signature is not null) json.WriteString("thoughtSignature"u8, GeminiSignature.ToText(signature));
    }
}
