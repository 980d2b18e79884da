using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Writes what tools said, each with the name of its tool, which Gemini asks for and others do not say.</summary>
internal sealed class GeminiResultWriter(Utf8JsonWriter json, Conversation conversation, GeminiModel model)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<Part> _behind = [];

    /// <summary>Remembers a call; of two with the same id, results are the later one's.</summary>
    public void NoteCall(string id, string name) => _names[id] = name;

    /// <summary>Writes a result into the open content.</summary>
    public void Write(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionResponse"u8);
        json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, _names.GetValueOrDefault(result.CallId) ?? GeminiToolNames.ToWire(null, result.CallId));
        json.WritePropertyName("response"u8);
        GeminiResponse.Write(json, string.Join('\n', result.Content.OfType<TextPart>().Select(static part => part.Text)), result.IsError);

        var media = result.Content.Where(static part => part is not TextPart)
            .ToLookup(part => model.IsThird && GeminiMediaWriter.IsInline(part));
        var inside = media[true].ToList();
        if (inside.Count > 0)
        {
            json.WriteStartArray("parts"u8);
            foreach (var part in inside) GeminiMediaWriter.Write(json, part, conversation);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        _behind.AddRange(media[false]);
    }

    /// <summary>Writes what could not stand in a result behind the results, for between them nothing may be.</summary>
    public void Flush()
    {
        foreach (var part in _behind) GeminiMediaWriter.Write(json, part, conversation);
        _behind.Clear();
    }
}
