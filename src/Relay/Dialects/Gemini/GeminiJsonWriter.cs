using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>Says an answer as Gemini's one JSON document, which is there after the end.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal sealed class GeminiJsonWriter(string id, string model) : GeminiAnswerWriter(id, model)
{
    // Not the output itself: of an answer that breaks off there must be no half of a document.
    private readonly ArrayBufferWriter<byte> _document = new();
    private Utf8JsonWriter? _json;

    private Utf8JsonWriter Json => _json ??= BeginDocument();

    /// <inheritdoc/>
    public override void EndPart()
    {
        if (!IsText) WriteWhole(Json);
        else if (Content.WrittenCount > 0 || Signature is not null) WriteText(Json, Content.WrittenSpan, Signature);
    }

    /// <inheritdoc/>
    public override void End()
    {
        Json.WriteEndArray();
        Json.WriteString("role"u8, "model"u8);
        Json.WriteEndObject();
        WriteLastMembers(Json);
        Json.Flush();
        Output.Write(_document.WrittenSpan);
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
    }

    private Utf8JsonWriter BeginDocument()
    {
        var json = DialectJson.CreateWriter(_document);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        return json;
    }
}
