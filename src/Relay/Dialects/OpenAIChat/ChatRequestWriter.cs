using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Says a conversation as the body of a chat completion.</summary>
/// <param name="form">What the provider makes of the dialect.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create</remarks>
internal sealed class ChatRequestWriter(ChatProviderForm form) : IRequestWriter
{
    /// <inheritdoc/>
    public void Write(Conversation conversation, string model, IBufferWriter<byte> output)
    {
        conversation.LoseCitations();
        using var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        new ChatMessagesWriter(json, conversation, form).Write();
        new ChatToolsWriter(json, conversation, form).Write();
        WriteSampling(json, conversation.Sampling, conversation.Losses);
        WriteOptions(json, conversation);
        if (conversation.Stream)
        {
            json.WriteBoolean("stream"u8, true);
            // Asked for whether or not the caller did: the record needs it.
            if (!form.RefusesStreamOptions)
            {
                json.WriteStartObject("stream_options"u8);
                json.WriteBoolean("include_usage"u8, true);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private void WriteSampling(Utf8JsonWriter json, Sampling sampling, List<Loss> losses)
    {
        Write(json, form.TakesMaxCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8, sampling.MaxTokens);
        Write(json, "temperature"u8, sampling.Temperature);
        Write(json, "top_p"u8, sampling.TopP);
        if (sampling.TopK is not null) losses.Add(new("top_k", false));
        if (sampling.Stop.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in sampling.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        Write(json, "seed"u8, sampling.Seed);
        Write(json, "frequency_penalty"u8, sampling.FrequencyPenalty);
        Write(json, "presence_penalty"u8, sampling.PresencePenalty);
        if (!sampling.IsOneChoice) Write(json, "n"u8, sampling.Choices);
        if (sampling.Logprobs is { } logprobs) json.WriteBoolean("logprobs"u8, logprobs);
        if (sampling.Logprobs != false) Write(json, "top_logprobs"u8, sampling.TopLogprobs);
    }

    private void WriteOptions(Utf8JsonWriter json, Conversation conversation)
    {
        if (conversation.Reasoning is { } reasoning) WriteReasoning(json, reasoning, conversation.Losses);
        if (conversation.Output is { } format) ChatFormat.Write(json, format);
        Write(json, "verbosity"u8, conversation.Verbosity);
        if (conversation.ServiceTier is "auto" or "default" or "flex" or "scale" or "priority") Write(json, "service_tier"u8, conversation.ServiceTier);
        else if (conversation.ServiceTier is "standard" or "standard_only") Write(json, "service_tier"u8, "default");
        else if (conversation.ServiceTier is not null) conversation.Losses.Add(new("service_tier", false));
        Write(json, "prompt_cache_key"u8, conversation.CacheKey);
        // OpenAI's own word; servers that are strict refuse those that they do not know.
        if (form.TakesDeveloper) Write(json, "prompt_cache_retention"u8, conversation.CacheRetention);
        else if (conversation.CacheRetention is not null) conversation.Losses.Add(new("prompt_cache_retention", false));
        Write(json, "user"u8, conversation.EndUser);
        if (conversation.Metadata.IsEmpty) return;
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(conversation.Metadata.Span, skipInputValidation: true);
    }

    private static void WriteReasoning(Utf8JsonWriter json, Reasoning reasoning, List<Loss> losses)
    {
        // Between the budgets that LiteLLM and OpenRouter take the words for.
        Write(json, "reasoning_effort"u8, reasoning.Effort == "max" ? "xhigh" : reasoning.Effort ?? reasoning.BudgetTokens switch
        {
            null => null,
            0 => "none",
            < 0 => "medium",
            <= 2048 => "low",
            <= 8192 => "medium",
            _ => "high",
        });
        if (reasoning.Summary is not null) losses.Add(new("reasoning.summary", false));
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
