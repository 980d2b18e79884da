namespace Relay.Telemetry;

/// <summary>
/// The names of OpenTelemetry's conventions for generative AI, as of semantic conventions v1.41.0, which dashboards
/// read today; the later repository renames some. https://github.com/open-telemetry/semantic-conventions-genai
/// </summary>
internal static class GenAI
{
    /// <summary>The name of Relay's activity source and meter.</summary>
    public const string Source = "Relay";

    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestStream = "gen_ai.request.stream";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string ErrorType = "error.type";
    public const string CallId = "relay.call.id";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
}
