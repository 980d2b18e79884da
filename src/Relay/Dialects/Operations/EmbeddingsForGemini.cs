using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Operations;

/// <summary>
/// OpenAI's embeddings at a provider that speaks Gemini. Texts and numbers are copied as they were written; only
/// <c>encoding_format: base64</c> makes other bytes of the numbers.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/embeddings, https://ai.google.dev/api/embeddings</remarks>
internal sealed class EmbeddingsForGemini : IWholeTranslation
{
    private readonly EmbeddingsRequest _request;
    private readonly string _model;
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    private EmbeddingsForGemini(ReadOnlyMemory<byte> body, EmbeddingsRequest request, string callerModel, string model)
    {
        _request = request;
        _model = callerModel;
        WriteRequest(body.Span, "models/" + model);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Request => _body.WrittenMemory;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> Losses => _request.Losses;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Output => _output.WrittenMemory;

    /// <inheritdoc cref="TranslateOperation"/>
    public static Result<IWholeTranslation> Begin(ReadOnlyMemory<byte> body, CallRequest request, string model) =>
        EmbeddingsRequest.Read(body.Span).Succeeded(out var read, out var failure)
            ? new EmbeddingsForGemini(body, read, request.Model, model)
            : failure;

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json)
    {
        _output.ResetWrittenCount();
        using var writer = DialectJson.CreateWriter(_output);
        try
        {
            return TryWriteAnswer(json, writer) ? AnswerEventKind.Content : AnswerEventKind.Malformed;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    private void WriteRequest(ReadOnlySpan<byte> body, string model)
    {
        using var writer = DialectJson.CreateWriter(_body);
        writer.WriteStartObject();
        writer.WriteStartArray("requests"u8);
        foreach (var text in _request.Texts)
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, model);
            writer.WriteStartObject("content"u8);
            writer.WriteStartArray("parts"u8);
            writer.WriteStartObject();
            writer.WritePropertyName("text"u8);
            writer.WriteRawValue(body[text], skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            if (_request.Dimensions is { } dimensions) writer.WriteNumber("outputDimensionality"u8, dimensions);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private bool TryWriteAnswer(ReadOnlySpan<byte> json, Utf8JsonWriter writer)
    {
        long? tokens = null;
        var count = 0;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isList = reader.ValueTextEquals("embeddings"u8);
            var isUsage = reader.ValueTextEquals("usageMetadata"u8);
            reader.Read();
            if (isUsage) tokens = OperationUsage.Read(ref reader)?.Input;
            else if (isList && reader.TokenType == JsonTokenType.StartArray && count == 0) count = WriteList(json, ref reader, writer);
            else reader.Skip();
        }

        reader.Read();
        if (count != _request.Texts.Count) return false;
        writer.WriteEndArray();
        writer.WriteString("model"u8, _model);
        // OpenAI's clients need these numbers. Where Gemini counts nothing they are the record's estimate.
        var said = tokens ?? TextTokens.Of(_request.TextBytes);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, said);
        writer.WriteNumber("total_tokens"u8, said);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    private int WriteList(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (EmbeddingValues.Find(ref reader, "values"u8) is not { } values) return -1;
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, count++);
            writer.WritePropertyName("embedding"u8);
            if (_request.Base64) WriteBase64(json[values], writer);
            else writer.WriteRawValue(json[values], skipInputValidation: true);
            writer.WriteEndObject();
        }

        return count;
    }

    // As OpenAI packs them: floats of 32 bits, the least byte first.
    private static void WriteBase64(ReadOnlySpan<byte> values, Utf8JsonWriter writer)
    {
        var bytes = new ArrayBufferWriter<byte>(sizeof(float) * 1536);
        var reader = DialectJson.ReaderOn(values);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetSingle(out var number)) throw new JsonException("A number that no float holds.");
            BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), number);
            bytes.Advance(sizeof(float));
        }

        writer.WriteBase64StringValue(bytes.WrittenSpan);
    }
}
