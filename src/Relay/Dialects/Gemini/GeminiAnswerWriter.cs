using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>What both forms of an answer to a Gemini caller have in common: what ends it.</summary>
/// <typeparam name="TCandidate">What says a candidate.</typeparam>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class GeminiAnswerWriter<TCandidate>(string id, string model) : ChoicesWriter<TCandidate>(id, model)
    where TCandidate : GeminiCandidateWriter
{
    /// <summary>Writes the members that stand behind the candidates at the end, and their object's end.</summary>
    protected void WriteLastMembers(Utf8JsonWriter json)
    {
        if (Usage is { } usage)
        {
            json.WritePropertyName("usageMetadata"u8);
            GeminiUsage.Write(json, usage, Tier);
        }

        WriteIds(json);
    }

    /// <summary>Writes the members that end every answer and every chunk, and their object's end.</summary>
    protected void WriteIds(Utf8JsonWriter json)
    {
        json.WriteString("modelVersion"u8, Model);
        json.WriteString("responseId"u8, Id);
        json.WriteEndObject();
    }
}
