using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>Models in Anthropic's form, all on one page.</summary>
/// <remarks>https://docs.anthropic.com/en/api/models-list</remarks>
internal static class MessagesModels
{
    /// <summary>The list.</summary>
    public static byte[] ToList(IReadOnlyList<ListedModel> models) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var model in models) Write(json, model);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, false);
        json.WriteString("first_id"u8, models.Count > 0 ? models[0].Id : null);
        json.WriteString("last_id"u8, models.Count > 0 ? models[^1].Id : null);
        json.WriteEndObject();
    });

    /// <summary>One.</summary>
    public static byte[] ToModel(ListedModel model) => Write(json => Write(json, model));

    private static void Write(Utf8JsonWriter json, ListedModel model)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, model.Id);
        json.WriteString("display_name"u8, model.Id);
        // Relay does not know; Anthropic's own documents say to write the epoch then.
        json.WriteString("created_at"u8, "1970-01-01T00:00:00Z"u8);
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
