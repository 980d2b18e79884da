namespace Relay.Dialects.OpenAIChat;

/// <summary>What callers of Chat know by another path than the conversation has: what it keeps flat stands in objects here.</summary>
internal static class ChatFields
{
    /// <inheritdoc cref="ITranslatedDialect.FieldOf"/>
    public static string Of(string option)
    {
        var dot = option.LastIndexOf('.');
        if (dot < 0) return option;
        var (path, name) = (option[..dot], option[(dot + 1)..]);
        return name switch
        {
            "schema" or "strict" when path == "response_format" => $"response_format.json_schema.{name}",
            "format" when IsTool(path) => $"{path}.custom.format",
            "strict" or "parameters" when IsTool(path) => $"{path}.function.{name}",
            "detail" => $"{path}.image_url.detail",
            "filename" => $"{path}.file.filename",
            // The participant's, which stands beside what is said.
            "name" when path.IndexOf(".content", StringComparison.Ordinal) is > 0 and var at => $"{path[..at]}.name",
            // It is packed into the id.
            "signature" when path.Contains(".tool_calls[", StringComparison.Ordinal) => $"{path}.id",
            _ => option,
        };
    }

    private static bool IsTool(string path) =>
        path.StartsWith("tools[", StringComparison.Ordinal) && path[^1] == ']' && !path.Contains('.', StringComparison.Ordinal);
}
