namespace Relay.Dialects.Anthropic;

/// <summary>What callers of Messages know options by.</summary>
internal static class MessagesFields
{
    /// <inheritdoc cref="ITranslatedDialect.FieldOf"/>
    public static string Of(string option) => option switch
    {
        "stop" => "stop_sequences",
        "reasoning" => "thinking",
        "response_format" => "output_config.format",
        "response_format.strict" => "output_config.format.schema",
        "user" => "metadata.user_id",
        "parallel_tool_calls" => "tool_choice.disable_parallel_tool_use",
        _ => option,
    };
}
