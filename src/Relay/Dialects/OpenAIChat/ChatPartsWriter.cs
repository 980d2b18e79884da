using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Writes <c>content</c>.</summary>
internal sealed class ChatPartsWriter(Utf8JsonWriter json, Conversation conversation, ChatProviderForm form)
{
    // OpenAI refuses longer ones.
    private const int MaxIdLength = 40;

    private readonly ChatMediaWriter _media = new(json);

    /// <summary>Whether a part is written as text.</summary>
    public static bool IsText(Part part) => part is TextPart or RefusalPart
        || (part is FilePart { Source: { Base64.IsEmpty: false, MediaType: { } type } } && type.StartsWith("text/", StringComparison.Ordinal));

    /// <summary>The id of a call as OpenAI takes it; the same text for the same id.</summary>
    public static string FitId(string id) => id.Length <= MaxIdLength
        ? id
        : $"call_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16))}";

    /// <summary>Writes <c>cache_control</c>.</summary>
    public static void WriteCache(Utf8JsonWriter json, CacheMark cache)
    {
        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (cache.Ttl is { } ttl) json.WriteString("ttl"u8, ttl);
        json.WriteEndObject();
    }

    /// <summary>Writes a mark where the provider knows it, else lists it.</summary>
    public void WriteCache(CacheMark cache, string path)
    {
        if (form.TakesCacheControl) WriteCache(json, cache);
        else NoteCache(path);
    }

    /// <summary>Lists a mark that is not written.</summary>
    public void NoteCache(string path) => conversation.Losses.Add(new($"{path}.cache_control", false));

    /// <summary>Writes a text where one will do, else a list.</summary>
    public void WriteContent(IReadOnlyList<Part> parts)
    {
        var isText = parts.All(IsText);
        var isMarked = form.TakesCacheControl && parts.Any(static part => part.Cache is not null);
        if (!isText || isMarked || (parts.Count > 1 && !form.JoinsTexts))
        {
            json.WriteStartArray();
            foreach (var part in parts) WritePart(part);
            json.WriteEndArray();
            return;
        }

        json.WriteStringValue(string.Join("\n\n", parts.Select(TextOf)));
        foreach (var part in parts.Where(static part => part.Cache is not null)) NoteCache(part.Path);
    }

    private void WritePart(Part part)
    {
        if (!IsText(part) && !ChatMediaWriter.CanSay(part))
        {
            conversation.Losses.Add(new(part.Path, true));
            return;
        }

        json.WriteStartObject();
        if (IsText(part))
        {
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, TextOf(part));
        }
        else
        {
            _media.Write(part);
            if (part is FilePart { Context: not null }) conversation.Losses.Add(new($"{part.Path}.context", false));
        }

        if (part.Cache is { } cache) WriteCache(cache, part.Path);
        json.WriteEndObject();
    }

    private static string TextOf(Part part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        FilePart file => TextOf(file),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    // The dialect takes PDF as a file and nothing else for sure; text is understood as text by every model.
    private static string TextOf(FilePart file)
    {
        var bytes = new byte[file.Source.Base64.Length];
        var isWhole = System.Buffers.Text.Base64.DecodeFromUtf8(file.Source.Base64.Span, bytes, out _, out var length) == System.Buffers.OperationStatus.Done;
        var text = isWhole ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)) : "";
        return string.Join("\n\n", new[] { file.Name, file.Context, text }.Where(static line => line is { Length: > 0 }));
    }
}
