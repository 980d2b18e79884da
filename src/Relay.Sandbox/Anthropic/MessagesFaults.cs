using System.Globalization;
using System.Text.Json;

namespace Relay.Sandbox.Anthropic;

/// <summary>What Anthropic says of a body that is no Messages request, in its words: the field, a colon, and what it should be.</summary>
internal static class MessagesFaults
{
    /// <summary>Finds the first fault; null for none.</summary>
    public static SandboxFault? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return new("The request body is not valid JSON: an object was expected.");
        if (OfText(root, "model") is { } model) return model;
        if (!root.TryGetProperty("max_tokens", out var max)) return new("max_tokens: Field required");
        if (max.ValueKind != JsonValueKind.Number || !max.TryGetInt32(out var most)) return new("max_tokens: Input should be a valid integer");
        if (most < 1) return new("max_tokens: Input should be greater than or equal to 1");
        if (root.TryGetProperty("stream", out var stream) && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return new("stream: Input should be a valid boolean");
        if (!root.TryGetProperty("messages", out var messages)) return new("messages: Field required");
        if (messages.ValueKind != JsonValueKind.Array) return new("messages: Input should be a valid list");
        if (messages.GetArrayLength() == 0) return new("messages: at least one message is required");
        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (OfMessage(message, string.Create(CultureInfo.InvariantCulture, $"messages.{index}")) is { } bad) return bad;
        }

        return root.TryGetProperty("tools", out var tools) && tools.ValueKind != JsonValueKind.Array ? new("tools: Input should be a valid list") : null;
    }

    private static SandboxFault? OfMessage(JsonElement message, string at)
    {
        if (message.ValueKind != JsonValueKind.Object) return new($"{at}: Input should be an object");
        if (OfText(message, "role", $"{at}.role") is { } role) return role;
        // The last is Claude Code's, for what it is told in the middle.
        if (message.GetProperty("role").GetString() is not ("user" or "assistant" or "system"))
            return new($"{at}.role: Input should be 'user' or 'assistant'");
        if (!message.TryGetProperty("content", out var content)) return new($"{at}.content: Field required");
        if (content.ValueKind == JsonValueKind.String) return null;
        if (content.ValueKind != JsonValueKind.Array) return new($"{at}.content: Input should be a valid list");
        foreach (var (index, block) in content.EnumerateArray().Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{at}.content.{index}");
            if (block.ValueKind != JsonValueKind.Object) return new($"{place}: Input should be an object");
            if (OfText(block, "type", $"{place}.type") is { } type) return type;
        }

        return null;
    }

    private static SandboxFault? OfText(JsonElement of, string name, string? at = null) =>
        !of.TryGetProperty(name, out var text) ? new($"{at ?? name}: Field required")
        : text.ValueKind != JsonValueKind.String ? new($"{at ?? name}: Input should be a valid string")
        : null;
}
