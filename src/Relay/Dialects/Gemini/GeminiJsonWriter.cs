namespace Relay.Dialects.Gemini;

/// <summary>Says an answer as Gemini's one JSON document, which is there after the end.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal sealed class GeminiJsonWriter(string id, string model) : GeminiAnswerWriter<GeminiJsonCandidate>(id, model)
{
    /// <inheritdoc/>
    public override void End()
    {
        using var json = DialectJson.CreateWriter(Output);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        foreach (var candidate in Choices) candidate.Write(json);
        json.WriteEndArray();
        WriteLastMembers(json);
    }

    /// <inheritdoc/>
    protected override GeminiJsonCandidate CreateChoice(int index) => new(index);
}
