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
internal sealed class GeminiStreamWriter(string id, string model, bool asArray = false)
    : GeminiAnswerWriter<GeminiStreamCandidate>(id, model)
{
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());
    private bool _any;

    /// <summary>Begins a chunk, up to the first of its candidates.</summary>
    /// <returns>Where candidates are written.</returns>
    public Utf8JsonWriter BeginChunk()
    {
        Output.Write(!asArray ? "data: "u8 : _any ? ",\r\n"u8 : "["u8);
        _any = true;
        _json.Reset(Output);
        _json.WriteStartObject();
        _json.WriteStartArray("candidates"u8);
        return _json;
    }

    /// <summary>Ends a chunk behind the last of its candidates.</summary>
    public void EndChunk()
    {
        _json.WriteEndArray();
        WriteIds(_json);
        Close();
    }

    /// <inheritdoc/>
    public override void End()
    {
        BeginChunk();
        foreach (var candidate in Choices) candidate.WriteLast(_json);
        _json.WriteEndArray();
        WriteLastMembers(_json);
        Close();
        if (asArray) Output.Write("]"u8);
    }

    /// <inheritdoc/>
    protected override GeminiStreamCandidate CreateChoice(int index) => new(index, this);

    private void Close()
    {
        _json.Flush();
        if (!asArray) Output.Write("\r\n\r\n"u8);
    }
}
