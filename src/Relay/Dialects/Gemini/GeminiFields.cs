namespace Relay.Dialects.Gemini;

/// <summary>What callers of Gemini know options by.</summary>
internal static class GeminiFields
{
    private const string Signature = ".signature";
    private const string IsError = ".is_error";

    /// <inheritdoc cref="ITranslatedDialect.FieldOf"/>
    public static string Of(string option) => option switch
    {
        "max_tokens" => "generationConfig.maxOutputTokens",
        "temperature" => "generationConfig.temperature",
        "top_p" => "generationConfig.topP",
        "top_k" => "generationConfig.topK",
        "stop" => "generationConfig.stopSequences",
        "seed" => "generationConfig.seed",
        "frequency_penalty" => "generationConfig.frequencyPenalty",
        "presence_penalty" => "generationConfig.presencePenalty",
        "n" => "generationConfig.candidateCount",
        "logprobs" => "generationConfig.responseLogprobs",
        "top_logprobs" => "generationConfig.logprobs",
        "reasoning" => "generationConfig.thinkingConfig",
        "response_format" or "response_format.schema" => "generationConfig.responseSchema",
        "tool_choice" => "toolConfig.functionCallingConfig",
        "service_tier" => "serviceTier",
        "metadata" => "labels",
        _ when option.EndsWith(Signature, StringComparison.Ordinal) => $"{option[..^Signature.Length]}.thoughtSignature",
        _ when option.EndsWith(IsError, StringComparison.Ordinal) => $"{option[..^IsError.Length]}.functionResponse.response.error",
        _ => option,
    };
}
