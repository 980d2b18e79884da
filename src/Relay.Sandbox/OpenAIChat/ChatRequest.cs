using System.Text;
using System.Text.Json;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>What the sandbox reads of a chat request.</summary>
internal sealed record ChatRequest
{
    /// <summary>One token for each so many bytes of text, rounded up: simple, and the same everywhere.</summary>
    private const int BytesPerToken = 4;

    /// <summary>The model, with the spec behind its colon.</summary>
    public required string Model { get; init; }

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether the usage chunk of a stream is asked for.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The most tokens of an answer; null for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The text of the last message.</summary>
    public string LastText { get; init; } = "";

    /// <summary>The role of the last message.</summary>
    public string LastRole { get; init; } = "";

    /// <summary>The name of the first tool, and a JSON object with each of its required arguments; null when there is none.</summary>
    public ToolCall? FirstTool { get; init; }

    /// <summary>The tokens of all messages.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Reads a body; null when it is not a chat request.</summary>
    public static ChatRequest? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var given)
                || given.GetString() is not { } model || !TryGetMax(root, out var max))
                return null;
            var messages = root.TryGetProperty("messages", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().ToList()
                : [];
            return new()
            {
                Model = model,
                Stream = root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
                IncludeUsage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
                    && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True,
                MaxTokens = max,
                LastText = messages.Count > 0 ? TextOf(messages[^1]) : "",
                LastRole = messages.Count > 0 && messages[^1].TryGetProperty("role", out var role) ? role.GetString() ?? "" : "",
                FirstTool = ToolOf(root),
                PromptTokens = (messages.Sum(message => Encoding.UTF8.GetByteCount(TextOf(message))) + BytesPerToken - 1) / BytesPerToken,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryGetMax(JsonElement root, out int? max)
    {
        max = null;
        foreach (var name in new[] { "max_completion_tokens", "max_tokens" })
        {
            if (!root.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null) continue;
            max = given.TryGetInt32(out var number) ? number : null;
            return max >= 1;
        }

        return true;
    }

    private static string TextOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content)) return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part =>
                part.TryGetProperty("text", out var text) ? text.GetString() : "")),
            _ => "",
        };
    }

    private static ToolCall? ToolOf(JsonElement root)
    {
        if (!root.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array) return null;
        foreach (var tool in tools.EnumerateArray())
        {
            if (!tool.TryGetProperty("function", out var function)
                || !function.TryGetProperty("name", out var given) || given.GetString() is not { } name)
                continue;
            var arguments = ArgumentsOf(function);
            // Three pieces, so that who puts them together has something to do.
            var (one, two) = (EndBefore(arguments, arguments.Length / 3), EndBefore(arguments, arguments.Length * 2 / 3));
            return new("call_sandbox_1", name, [arguments[..one], arguments[one..two], arguments[two..]]);
        }

        return null;
    }

    // Not between the halves of a character.
    private static int EndBefore(string text, int end) => char.IsLowSurrogate(text[end]) ? end - 1 : end;

    private static string ArgumentsOf(JsonElement function)
    {
        if (!function.TryGetProperty("parameters", out var schema)
            || !schema.TryGetProperty("required", out var required)
            || !schema.TryGetProperty("properties", out var properties))
            return "{}";
        return "{" + string.Join(',', required.EnumerateArray().Select(name => name.GetString() ?? "").Select(name =>
            $"{JsonSerializer.Serialize(name)}:{(properties.TryGetProperty(name, out var property) ? ValueFor(property) : "null")}")) + "}";
    }

    private static string ValueFor(JsonElement schema) =>
        schema.TryGetProperty("enum", out var choices) && choices.GetArrayLength() > 0 ? choices[0].GetRawText()
        : !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String ? "null"
        : type.GetString() switch
        {
            "string" => "\"sandbox\"",
            "number" or "integer" => "1",
            "boolean" => "true",
            "array" => "[]",
            "object" => "{}",
            _ => "null",
        };
}
