using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>Gathers a candidate, to be written when all of the answer is there.</summary>
/// <param name="index">Its number.</param>
internal sealed class GeminiJsonCandidate(int index) : GeminiCandidateWriter(index)
{
    private readonly JsonList _parts = new();

    /// <inheritdoc/>
    public override void EndPart()
    {
        if (!IsText) WriteWhole(_parts.Next());
        else if (Content.WrittenCount > 0 || Signature is not null) WriteText(_parts.Next(), Content.WrittenSpan, Signature);
    }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WritePropertyName("parts"u8);
        _parts.Write(json);
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        WriteLastMembers(json);
        json.WriteEndObject();
    }
}
