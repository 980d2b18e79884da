using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>Says a candidate as chunks: text as it comes, all else when it is whole.</summary>
/// <param name="index">Its number.</param>
/// <param name="answer">Writes what is around it in a chunk.</param>
internal sealed class GeminiStreamCandidate(int index, GeminiStreamWriter answer) : GeminiCandidateWriter(index)
{
    /// <inheritdoc/>
    public override void EndPart()
    {
        if (!IsText)
        {
            var json = BeginChunk();
            WriteWhole(json);
            EndChunk(json);
        }
        else if (Signature is { } signature)
        {
            // Where Gemini itself puts it: behind the text, with none of its own.
            var json = BeginChunk();
            WriteText(json, default, signature);
            EndChunk(json);
        }
    }

    /// <summary>Writes it in the last chunk, without anything new but its end.</summary>
    public void WriteLast(Utf8JsonWriter json)
    {
        BeginContent(json);
        json.WriteRawValue("""{"text":""}"""u8, skipInputValidation: true);
        EndContent(json);
        WriteLastMembers(json);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void OnAppended(ReadOnlySpan<byte> text)
    {
        if (!IsText) return;
        var json = BeginChunk();
        WriteText(json, text, null);
        EndChunk(json);
    }

    private static void BeginContent(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
    }

    private static void EndContent(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    private Utf8JsonWriter BeginChunk()
    {
        var json = answer.BeginChunk();
        BeginContent(json);
        return json;
    }

    private void EndChunk(Utf8JsonWriter json)
    {
        EndContent(json);
        json.WriteNumber("index"u8, Index);
        WriteWeights(json);
        json.WriteEndObject();
        answer.EndChunk();
    }
}
