using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// The class of service that an answer says it was given: <c>usageMetadata.serviceTier</c> of the Gemini API (which says it in
/// the header <c>x-gemini-service-tier</c> too), <c>usageMetadata.trafficType</c> of Vertex AI.
/// </summary>
/// <remarks>
/// https://ai.google.dev/gemini-api/docs/priority-inference,
/// https://cloud.google.com/vertex-ai/generative-ai/docs/priority-paygo. Nearly every chunk has it, so no word is made anew.
/// </remarks>
internal static class GeminiTier
{
    /// <summary>Reads the value behind the name that the reader stands on, in OpenAI's words; null for none that is known.</summary>
    public static string? Read(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            var word = reader.ValueSpan;
            if (Is(word, "standard") || Is(word, "ON_DEMAND")) return "default";
            if (Is(word, "flex") || Is(word, "ON_DEMAND_FLEX")) return "flex";
            if (Is(word, "priority") || Is(word, "ON_DEMAND_PRIORITY")) return "priority";
            // Throughput that was bought ahead, as OpenAI's scale tier is.
            if (Is(word, "PROVISIONED_THROUGHPUT")) return "scale";
        }

        reader.Skip();
        return null;
    }

    /// <summary>What callers are told; null where the dialect has no word for it.</summary>
    public static string? ToText(string? tier) => tier switch
    {
        "default" or "standard" => "standard",
        "flex" or "priority" => tier,
        _ => null,
    };

    private static bool Is(ReadOnlySpan<byte> word, string known) =>
        Ascii.EqualsIgnoreCase(word, known);
}
