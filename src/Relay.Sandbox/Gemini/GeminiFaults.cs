using System.Globalization;
using System.Text.Json;

namespace Relay.Sandbox.Gemini;

/// <summary>What Gemini says of a body that is no request. Where it wants a list it takes one element as well, as Google's parsers do.</summary>
internal static class GeminiFaults
{
    /// <summary>Finds the first fault; null for none.</summary>
    public static SandboxFault? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return new("Invalid JSON payload received. An object was expected.");
        if (!root.TryGetProperty("contents", out var contents) || contents is { ValueKind: JsonValueKind.Array } && contents.GetArrayLength() == 0)
            return new("* GenerateContentRequest.contents: contents is not specified");
        if (!AreObjects(contents)) return Invalid("contents");
        foreach (var (index, content) in ElementsOf(contents).Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"contents[{index}]");
            if (content.TryGetProperty("role", out var role)
                && (role.ValueKind != JsonValueKind.String || role.GetString() is not ("user" or "model" or "function" or "")))
                return new("Please use a valid role: user, model.");
            if (!content.TryGetProperty("parts", out var parts)) return new($"* GenerateContentRequest.{at}.parts: contents.parts must not be empty.");
            if (!AreObjects(parts)) return Invalid($"{at}.parts");
            if (ElementsOf(parts).Any(part => part.TryGetProperty("text", out var text) && text.ValueKind != JsonValueKind.String))
                return Invalid($"{at}.parts.text");
        }

        if (!root.TryGetProperty("generationConfig", out var config)) return null;
        if (config.ValueKind != JsonValueKind.Object) return Invalid("generation_config");
        return !config.TryGetProperty("maxOutputTokens", out _) || SandboxJson.NumberOf(config, "maxOutputTokens") >= 1
            ? null
            : Invalid("generation_config.max_output_tokens");
    }

    private static SandboxFault Invalid(string field) => new($"Invalid value at '{field}'");

    private static bool AreObjects(JsonElement given) =>
        given.ValueKind is JsonValueKind.Object or JsonValueKind.Array && ElementsOf(given).All(element => element.ValueKind == JsonValueKind.Object);

    private static JsonElement[] ElementsOf(JsonElement given) => given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray()] : [given];
}
