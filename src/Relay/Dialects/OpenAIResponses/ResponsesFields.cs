namespace Relay.Dialects.OpenAIResponses;

/// <summary>What callers of Responses know options by.</summary>
internal static class ResponsesFields
{
    /// <inheritdoc cref="ITranslatedDialect.FieldOf"/>
    public static string Of(string option) => option switch
    {
        "max_tokens" => "max_output_tokens",
        // They are asked for by being included.
        "logprobs" => "include",
        "response_format" => "text.format",
        "response_format.schema" => "text.format.schema",
        "response_format.strict" => "text.format.strict",
        "verbosity" => "text.verbosity",
        // That of a call is packed into its id.
        _ when option.EndsWith("].signature", StringComparison.Ordinal) && !option.Contains(".content", StringComparison.Ordinal) =>
            $"{option[..^"signature".Length]}call_id",
        _ => option,
    };
}
