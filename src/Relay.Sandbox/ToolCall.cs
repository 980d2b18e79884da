using System.Text.Json;

namespace Relay.Sandbox;

/// <summary>A call of a tool.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The pieces of the arguments' JSON.</param>
public sealed record ToolCall(string Id, string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The arguments in one piece.</summary>
    internal string Whole => string.Concat(Arguments);

    /// <summary>A call with each of the arguments that a tool's schema requires.</summary>
    internal static ToolCall Of(string name, JsonElement schema)
    {
        var arguments = ArgumentsOf(schema);
        // Three pieces, so that who puts them together has something to do.
        var (one, two) = (EndBefore(arguments, arguments.Length / 3), EndBefore(arguments, arguments.Length * 2 / 3));
        return new("call_sandbox_1", name, [arguments[..one], arguments[one..two], arguments[two..]]);
    }

    // Not between the halves of a character.
    private static int EndBefore(string text, int end) => char.IsLowSurrogate(text[end]) ? end - 1 : end;

    private static string ArgumentsOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("required", out var required)
            || !schema.TryGetProperty("properties", out var properties))
            return "{}";
        return "{" + string.Join(',', required.EnumerateArray().Select(name => name.GetString() ?? "").Select(name =>
            $"{JsonSerializer.Serialize(name)}:{(properties.TryGetProperty(name, out var property) ? ValueFor(property) : "null")}")) + "}";
    }

    // Gemini's callers may write the types in capitals.
    private static string ValueFor(JsonElement schema) =>
        schema.TryGetProperty("enum", out var choices) && choices.GetArrayLength() > 0 ? choices[0].GetRawText()
        : !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String ? "null"
        : type.GetString()!.ToUpperInvariant() switch
        {
            "STRING" => "\"sandbox\"",
            "NUMBER" or "INTEGER" => "1",
            "BOOLEAN" => "true",
            "ARRAY" => "[]",
            "OBJECT" => "{}",
            _ => "null",
        };
}
