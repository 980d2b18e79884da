using System.Globalization;
using System.Text.Json;

namespace Relay.Sandbox;

/// <summary>What OpenAI says of bodies of both of its dialects that are none, in its words.</summary>
internal static class OpenAIFaults
{
    private static readonly string[] Roles = ["system", "assistant", "user", "function", "tool", "developer"];

    /// <summary>What is wrong with what both dialects have: the object, the model, the limit, the flag.</summary>
    /// <param name="root">The body.</param>
    /// <param name="limits">The names of the most tokens.</param>
    public static SandboxFault? OfBody(JsonElement root, params ReadOnlySpan<string> limits)
    {
        if (root.ValueKind != JsonValueKind.Object) return new("We could not parse the JSON body of your request.");
        if (!root.TryGetProperty("model", out var model)) return Missing("model");
        if (model.ValueKind != JsonValueKind.String) return WrongType("model", "a string", model);
        foreach (var limit in limits)
        {
            if (!root.TryGetProperty(limit, out var most) || most.ValueKind == JsonValueKind.Null) continue;
            if (most.ValueKind != JsonValueKind.Number || !most.TryGetInt32(out var number)) return WrongType(limit, "an integer", most);
            if (number < 1) return TooSmall(limit, number);
        }

        return root.TryGetProperty("stream", out var stream) && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
            ? WrongType("stream", "a boolean", stream)
            : null;
    }

    /// <summary>What is wrong with a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="needsContent">Whether it must say something: what calls tools need not.</param>
    public static SandboxFault? OfMessage(JsonElement message, string at, bool needsContent)
    {
        if (!message.TryGetProperty("role", out var role)) return Missing($"{at}.role");
        if (role.ValueKind != JsonValueKind.String || !Roles.Contains(role.GetString()))
        {
            var known = string.Join(", ", Roles.Select(name => $"'{name}'"));
            return new($"Invalid value: {role.GetRawText().Replace('"', '\'')}. Supported values are: {known}.", $"{at}.role", "invalid_value");
        }

        var hasContent = message.TryGetProperty("content", out var content) && content.ValueKind != JsonValueKind.Null;
        if (!hasContent) return needsContent && role.GetString() != "assistant" ? Missing($"{at}.content") : null;
        if (content.ValueKind == JsonValueKind.String) return null;
        return OfList(content, $"{at}.content", "one of a string or array of objects");
    }

    /// <summary>What is wrong with a list of objects.</summary>
    public static SandboxFault? OfList(JsonElement list, string at, string wanted)
    {
        if (list.ValueKind != JsonValueKind.Array) return WrongType(at, wanted, list);
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Object) return WrongType(At(at, index), "an object", item);
        }

        return null;
    }

    /// <summary>The type of an error with a code: what is wrong with the request, or what was asked of the sandbox.</summary>
    public static string TypeOf(string code, string? param) =>
        param is not null || code.StartsWith("invalid_", StringComparison.Ordinal) ? "invalid_request_error" : "sandbox_error";

    /// <summary>A field is not there.</summary>
    public static SandboxFault Missing(string field) => new($"Missing required parameter: '{field}'.", field, "missing_required_parameter");

    /// <summary>A field has another type.</summary>
    public static SandboxFault WrongType(string field, string wanted, JsonElement found) =>
        new($"Invalid type for '{field}': expected {wanted}, but got {KindOf(found)} instead.", field, "invalid_type");

    /// <summary>Where an element of a list stands.</summary>
    public static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static SandboxFault TooSmall(string field, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{field}': integer below minimum value. Expected a value >= 1, but got {number} instead."),
        field, "integer_below_min_value");

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => element.TryGetInt64(out _) ? "an integer" : "a decimal number",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
