using System.Text.Json.Serialization;

namespace Relay.Dialects;

/// <summary>A wire protocol that callers and providers speak.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Dialect>))]
internal enum Dialect
{
    /// <summary>OpenAI Chat Completions.</summary>
    [JsonStringEnumMemberName("openai-chat")]
    OpenAIChat,

    /// <summary>OpenAI Responses.</summary>
    [JsonStringEnumMemberName("openai-responses")]
    OpenAIResponses,

    /// <summary>Anthropic Messages.</summary>
    [JsonStringEnumMemberName("anthropic")]
    Anthropic,

    /// <summary>Gemini.</summary>
    [JsonStringEnumMemberName("gemini")]
    Gemini,
}
