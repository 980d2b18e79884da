using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>Models in Gemini's form, all on one page.</summary>
/// <remarks>https://ai.google.dev/api/models</remarks>
internal static class GeminiModels
{
    /// <summary>The list.</summary>
    public static byte[] ToList(IReadOnlyList<ListedModel> models) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
        foreach (var model in models) Write(json, model);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One.</summary>
    public static byte[] ToModel(ListedModel model) => Write(json => Write(json, model));

    private static void Write(Utf8JsonWriter json, ListedModel model)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, "models/" + model.Id);
        json.WriteString("displayName"u8, model.Id);
        json.WriteStartArray("supportedGenerationMethods"u8);
        json.WriteStringValue("generateContent"u8);
        json.WriteStringValue("streamGenerateContent"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = DialectJson.CreateWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
