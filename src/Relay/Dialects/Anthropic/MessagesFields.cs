namespace Relay.Dialects.Anthropic;

/// <summary>What callers of Messages know options by.</summary>
internal static class MessagesFields
{
    private const string FileName = ".filename";
    private const string Parameters = ".parameters";

    /// <inheritdoc cref="ITranslatedDialect.FieldOf"/>
    public static string Of(string option) => option switch
    {
        "stop" => "stop_sequences",
        "reasoning" => "thinking",
        "response_format" => "output_config.format",
        "response_format.schema" or "response_format.strict" => "output_config.format.schema",
        "user" => "metadata.user_id",
        "parallel_tool_calls" => "tool_choice.disable_parallel_tool_use",
        _ when option.EndsWith(FileName, StringComparison.Ordinal) => $"{option[..^FileName.Length]}.title",
        _ when option.StartsWith("tools[", StringComparison.Ordinal) && option.EndsWith(Parameters, StringComparison.Ordinal) =>
            $"{option[..^Parameters.Length]}.input_schema",
        _ => option,
    };
}
