using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Says an answer as Gemini's stream: events (<c>alt=sse</c>), or without that the elements of a JSON array. Text goes
/// out as it comes; a call of a tool when it is whole, for Gemini's clients take its arguments as an object.
/// </summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="asArray">Whether the caller asked for no events.</param>
internal sealed class GeminiStreamWriter(string id, string model, bool asArray = false) : GeminiAnswerWriter(id, model)
{
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());
    private bool _any;

    /// <inheritdoc/>
    public override void EndPart()
    {
        if (!IsText)
        {
            BeginChunk();
            WriteWhole(_json);
            EndChunk();
        }
        else if (Signature is { } signature)
        {
            // Where Gemini itself puts it: behind the text, with none of its own.
            BeginChunk();
            WriteText(_json, default, signature);
            EndChunk();
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        BeginChunk();
        _json.WriteRawValue("""{"text":""}"""u8, skipInputValidation: true);
        EndContent();
        WriteLastMembers(_json);
        Close();
        if (asArray) Output.Write("]"u8);
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        if (!IsText) return;
        BeginChunk();
        WriteText(_json, text, null);
        EndChunk();
    }

    private void BeginChunk()
    {
        Output.Write(!asArray ? "data: "u8 : _any ? ",\r\n"u8 : "["u8);
        _any = true;
        _json.Reset(Output);
        _json.WriteStartObject();
        _json.WriteStartArray("candidates"u8);
        _json.WriteStartObject();
        _json.WriteStartObject("content"u8);
        _json.WriteStartArray("parts"u8);
    }

    private void EndContent()
    {
        _json.WriteEndArray();
        _json.WriteString("role"u8, "model"u8);
        _json.WriteEndObject();
    }

    private void EndChunk()
    {
        EndContent();
        _json.WriteNumber("index"u8, 0);
        WriteWeights(_json);
        _json.WriteEndObject();
        _json.WriteEndArray();
        WriteIds(_json);
        Close();
    }

    private void Close()
    {
        _json.Flush();
        if (!asArray) Output.Write("\r\n\r\n"u8);
    }
}
