using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Sandbox;

/// <summary>JSON as the dialects of the sandbox share it.</summary>
internal static class SandboxJson
{
    /// <summary>When the sandbox says that all of its answers were made, in seconds since 1970.</summary>
    public const long Created = 1_700_000_000;

    /// <summary>One token for each so many bytes of text, rounded up: simple, and the same everywhere.</summary>
    private const int BytesPerToken = 4;

    // As providers do: text goes out as UTF-8, so that a read can end inside a character.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text in quotes.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Unescaped);

    /// <summary>How many tokens texts have together.</summary>
    public static int TokensOf(IEnumerable<string> texts) =>
        (texts.Sum(Encoding.UTF8.GetByteCount) + BytesPerToken - 1) / BytesPerToken;

    /// <summary>The first of these members that is a whole number; null when none is.</summary>
    public static int? NumberOf(JsonElement root, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (root.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number)) return number;
        }

        return null;
    }

    /// <summary>The member of that name when it is a list, else nothing.</summary>
    public static List<JsonElement> ListOf(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Undefined && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : [];

    /// <summary>The member of that name when it is a text, else an empty one.</summary>
    public static string TextOf(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Undefined && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";

    /// <summary>A content that is a text, or a list of parts with texts.</summary>
    public static string ContentOf(JsonElement element, string name)
    {
        if (TextOf(element, name) is { Length: > 0 } text) return text;
        return string.Concat(ListOf(element, name).Select(part => TextOf(part, "text")));
    }

    /// <summary>Whether the member of that name is <c>true</c>.</summary>
    public static bool IsTrue(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Undefined && element.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}
