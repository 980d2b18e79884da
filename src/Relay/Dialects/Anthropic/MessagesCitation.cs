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

        string? url = null, title = null, quote = null, file = null;
        int? document = null, page = null, pageEnd = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            switch (name)
            {
                case "url": url = MessagesJson.ReadText(ref reader); break;
                // What a caller's own search found may be at an address, or anywhere else.
                case "source":
                    var source = MessagesJson.ReadText(ref reader);
                    if (IsAddress(source)) url = source;
                    else title ??= source;
                    break;
                case "title" or "document_title": title = MessagesJson.ReadText(ref reader) ?? title; break;
                case "file_id": file = MessagesJson.ReadText(ref reader); break;
                case "document_index": document = DialectJson.ReadInt(ref reader); break;
                case "start_page_number": page = DialectJson.ReadInt(ref reader); break;
                case "end_page_number": pageEnd = DialectJson.ReadInt(ref reader); break;
                case "cited_text": quote = MessagesJson.ReadText(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (quote is "") quote = null;
        if (url is null && title is null && quote is null && file is null) return null;
        return new Citation(url, title)
        {
            Quote = quote, FileId = file, Document = document, Page = page, PageEnd = pageEnd,
        };
    }

    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, Citation citation)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, citation switch
        {
            { Url: not null } => "web_search_result_location"u8,
            { Page: not null } => "page_location"u8,
            _ => "char_location"u8,
        });
        json.WriteString("cited_text"u8, citation.Quote ?? "");
        if (citation.Url is not null)
        {
            json.WriteString("url"u8, citation.Url);
            json.WriteString("title"u8, citation.Title);
            json.WriteString("encrypted_index"u8, ""u8);
        }
        else
        {
            json.WriteNumber("document_index"u8, citation.Document ?? 0);
            json.WriteString("document_title"u8, citation.Title);
            json.WriteNumber(citation.Page is null ? "start_char_index"u8 : "start_page_number"u8, citation.Page ?? 0);
            json.WriteNumber(citation.Page is null ? "end_char_index"u8 : "end_page_number"u8, citation.PageEnd ?? citation.Page + 1 ?? 0);
            json.WriteString("file_id"u8, citation.FileId);
        }

        json.WriteEndObject();
    }

    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
