using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>The sources of a text (<c>annotations</c>).</summary>
internal static class ResponsesCitation
{
    /// <summary>Reads one.</summary>
    /// <returns>Null when it names neither an address nor a document.</returns>
    public static Citation? Read(ReadOnlySpan<byte> annotation)
    {
        string? url = null, title = null, file = null, id = null;
        int? start = null, end = null, index = null;
        var members = new ResponsesMembers(annotation);
        while (members.MoveNext())
        {
            if (members.Is("url"u8)) url = ResponsesJson.ToText(members.Value);
            else if (members.Is("title"u8)) title = ResponsesJson.ToText(members.Value);
            else if (members.Is("filename"u8)) file = ResponsesJson.ToText(members.Value);
            else if (members.Is("file_id"u8)) id = ResponsesJson.ToText(members.Value);
            else if (members.Is("index"u8)) index = ResponsesJson.ToInt(members.Value);
            else if (members.Is("start_index"u8)) start = ResponsesJson.ToInt(members.Value);
            else if (members.Is("end_index"u8)) end = ResponsesJson.ToInt(members.Value);
        }

        title ??= file;
        return url is null && title is null && id is null ? null : new Citation(url, title) { FileId = id, Document = index, Start = start, End = end };
    }

    /// <summary>Whether the dialect has a form for it: its sources are addresses, and files that a provider holds.</summary>
    public static bool CanSay(Citation citation) => (citation.Url ?? citation.FileId) is not null;

    /// <summary>Writes one that it has a form for.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="citation">The source.</param>
    /// <param name="length">How many characters of the text came so far: of what is cited all that is known, where the place is not.</param>
    public static void Write(Utf8JsonWriter json, Citation citation, int length)
    {
        json.WriteStartObject();
        if (citation.Url is null)
        {
            json.WriteString("type"u8, "file_citation"u8);
            json.WriteNumber("index"u8, citation.Document ?? 0);
            json.WriteString("file_id"u8, citation.FileId);
            json.WriteString("filename"u8, citation.Title ?? "");
            json.WriteEndObject();
            return;
        }

        json.WriteString("type"u8, "url_citation"u8);
        json.WriteNumber("start_index"u8, citation.Start ?? 0);
        json.WriteNumber("end_index"u8, citation.End ?? length);
        json.WriteString("url"u8, citation.Url);
        json.WriteString("title"u8, citation.Title ?? "");
        json.WriteEndObject();
    }
}
