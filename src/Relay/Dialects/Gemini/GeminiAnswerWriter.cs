using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Dialects.Gemini;

/// <summary>What both forms of an answer to a Gemini caller have in common.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class GeminiAnswerWriter(string id, string model) : IAnswerWriter
{
    private readonly List<GeminiCitation> _citations = [];
    private readonly List<TokenWeight> _weights = [];
    private string _id = id;
    private string _model = model;
    private Usage? _usage;
    private string? _tier;
    private FinishReason _reason;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The open part.</summary>
    protected AnswerPart Part { get; private set; }

    /// <summary>Its bytes so far: text, arguments or base64.</summary>
    protected ArrayBufferWriter<byte> Content { get; } = new();

    /// <summary>Its signature; null for none.</summary>
    protected Signature? Signature { get; private set; }

    /// <summary>Whether the open part is text of any sort.</summary>
    protected bool IsText => Part.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning or AnswerPartKind.Refusal;

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        _id = id ?? _id;
        _model = model ?? _model;
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        Signature = part.Signature;
        Content.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Content.Write(text);
        OnAppended(text);
    }

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight) => _weights.Add(weight);

    /// <inheritdoc/>
    public void Sign(Signature signature) => Signature = signature;

    /// <inheritdoc/>
    public void Cite(Citation citation)
    {
        var text = Content.WrittenSpan;
        int? start = citation.Start is { } from ? GeminiOffset.ToBytes(text, from) : null;
        int? end = citation.End is { } to ? GeminiOffset.ToBytes(text, to) : null;
        _citations.Add(new GeminiCitation(citation, start, end));
    }

    /// <inheritdoc/>
    public abstract void EndPart();

    /// <inheritdoc/>
    public void Serve(string tier) => _tier = tier;

    /// <inheritdoc/>
    public void Report(in Usage usage) => _usage = usage;

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence) => _reason = reason;

    /// <inheritdoc/>
    public abstract void End();

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
            WriteArguments(json, Content.WrittenSpan, Part.IsCustom);
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

    /// <summary>Writes what stands behind the content of the last chunk's candidate, and all behind that.</summary>
    protected void WriteLastMembers(Utf8JsonWriter json)
    {
        json.WriteString("finishReason"u8, GeminiFinish.ToText(_reason));
        json.WriteNumber("index"u8, 0);
        if (_citations.Count > 0) GeminiCitation.WriteAll(json, _citations);
        WriteWeights(json);
        json.WriteEndObject();
        json.WriteEndArray();
        if (_usage is { } usage)
        {
            json.WritePropertyName("usageMetadata"u8);
            GeminiUsage.Write(json, usage, _tier);
        }

        WriteIds(json);
    }

    /// <summary>Writes how likely the tokens are that were not said yet, when any are.</summary>
    protected void WriteWeights(Utf8JsonWriter json)
    {
        if (_weights.Count == 0) return;
        GeminiWeights.Write(json, _weights);
        _weights.Clear();
    }

    /// <summary>Writes the members that end every answer and every chunk, and their object's end.</summary>
    protected void WriteIds(Utf8JsonWriter json)
    {
        json.WriteString("modelVersion"u8, _model);
        json.WriteString("responseId"u8, _id);
        json.WriteEndObject();
    }

    /// <summary>Writes a call's arguments: Gemini takes nothing but an object, so what is none becomes the text in one.</summary>
    internal static void WriteArguments(Utf8JsonWriter json, ReadOnlySpan<byte> arguments, bool isCustom)
    {
        if (!isCustom && DialectJson.IsObject(arguments)) DialectJson.WriteRaw(json, arguments);
        else if (!isCustom && arguments.Trim(" \t\r\n"u8).IsEmpty) json.WriteRawValue("{}"u8, skipInputValidation: true);
        else GeminiCustomInput.Write(json, arguments);
    }

    private static void WriteSignature(Utf8JsonWriter json, Signature? signature)
    {
        if (signature is not null) json.WriteString("thoughtSignature"u8, GeminiSignature.ToText(signature));
    }
}
