using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Operations;

/// <summary>Gemini's embedContent and batchEmbedContents at a provider that has OpenAI's embeddings.</summary>
/// <remarks>https://ai.google.dev/api/embeddings, https://platform.openai.com/docs/api-reference/embeddings</remarks>
internal sealed class EmbeddingsForOpenAI : IWholeTranslation
{
    private readonly EmbedContents _contents;
    private readonly bool _isBatch;
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    private EmbeddingsForOpenAI(EmbedContents contents, bool isBatch, string model)
    {
        _contents = contents;
        _isBatch = isBatch;
        WriteRequest(model);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Request => _body.WrittenMemory;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> Losses => _contents.Losses;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Output => _output.WrittenMemory;

    /// <summary>embedContent.</summary>
    public static Result<IWholeTranslation> BeginOne(ReadOnlyMemory<byte> body, CallRequest request, string model) =>
        Begin(EmbedContents.ReadOne(body.Span), isBatch: false, model);

    /// <summary>batchEmbedContents.</summary>
    public static Result<IWholeTranslation> BeginMany(ReadOnlyMemory<byte> body, CallRequest request, string model) =>
        Begin(EmbedContents.ReadMany(body.Span), isBatch: true, model);

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json)
    {
        _output.ResetWrittenCount();
        try
        {
            if (ReadEmbeddings(json) is not { } found) return AnswerEventKind.Malformed;
            WriteAnswer(json, found);
            return AnswerEventKind.Content;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    private static Result<IWholeTranslation> Begin(Result<EmbedContents> read, bool isBatch, string model) =>
        read.Succeeded(out var contents, out var failure) ? new EmbeddingsForOpenAI(contents, isBatch, model) : failure;

    private void WriteRequest(string model)
    {
        using var writer = DialectJson.CreateWriter(_body);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteStartArray("input"u8);
        foreach (var text in _contents.Texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
        if (_contents.Dimensions is { } dimensions) writer.WriteNumber("dimensions"u8, dimensions);
        writer.WriteString("encoding_format"u8, "float"u8);
        writer.WriteEndObject();
    }

    // The place of each embedding's numbers, in the order of the texts.
    private Range?[]? ReadEmbeddings(ReadOnlySpan<byte> json)
    {
        var found = new Range?[_contents.Texts.Count];
        var next = 0;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (!isData || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var values = EmbeddingValues.Find(ref reader, "embedding"u8, out var index);
                var at = index ?? next;
                next++;
                if (values is null || at < 0 || at >= found.Length) return null;
                found[at] = values;
            }
        }

        reader.Read();
        return Array.Exists(found, values => values is null) ? null : found;
    }

    private void WriteAnswer(ReadOnlySpan<byte> json, Range?[] found)
    {
        using var writer = DialectJson.CreateWriter(_output);
        writer.WriteStartObject();
        if (_isBatch) writer.WriteStartArray("embeddings"u8);
        else writer.WritePropertyName("embedding"u8);
        foreach (var values in found)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("values"u8);
            writer.WriteRawValue(json[values!.Value], skipInputValidation: true);
            writer.WriteEndObject();
        }

        if (_isBatch) writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
