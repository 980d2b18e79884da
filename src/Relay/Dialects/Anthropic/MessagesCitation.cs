using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Sources of text. Here a source belongs to a whole block, and places are those of the cited words in the source: the
/// cited piece of the answer is all of its part.
/// </summary>
internal static class MessagesCitation
{
    /// <summary>Reads the object that the reader stands on.</summary>
    /// <returns>Null when it names no source.</returns>
    public static Citation? Read(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? url = null, title = null, quote = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            switch (name)
            {
                // What a caller's own search found has a source that may be an address or anything else.
                case "url" or "source": url = MessagesJson.ReadText(ref reader); break;
                case "title" or "document_title": title = MessagesJson.ReadText(ref reader); break;
                case "cited_text": quote = MessagesJson.ReadText(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return url is null && title is null && quote is null ? null : new Citation(url, title) { Quote = quote is "" ? null : quote };
    }

    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, Citation citation)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, citation.Url is null ? "char_location"u8 : "web_search_result_location"u8);
        json.WriteString("cited_text"u8, citation.Quote ?? "");
        if (citation.Url is not null)
        {
            json.WriteString("url"u8, citation.Url);
            json.WriteString("title"u8, citation.Title);
            json.WriteString("encrypted_index"u8, ""u8);
        }
        else
        {
            json.WriteNumber("document_index"u8, 0);
            json.WriteString("document_title"u8, citation.Title);
            json.WriteNumber("start_char_index"u8, 0);
            json.WriteNumber("end_char_index"u8, 0);
            json.WriteNull("file_id"u8);
        }

        json.WriteEndObject();
    }
}
