using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes what stands beside input and tools.</summary>
/// <param name="json">Where to.</param>
/// <param name="conversation">What to say.</param>
/// <param name="model">What the model is.</param>
internal sealed class ResponsesOptionsWriter(Utf8JsonWriter json, Conversation conversation, ResponsesRequestModel model)
{
    // OpenAI refuses less.
    private const long LeastTokens = 16;

    private readonly Sampling _sampling = conversation.Sampling;
    private readonly bool _isOff = conversation.Reasoning is { Effort: "none" } or { Effort: null, BudgetTokens: 0 };

    /// <summary>Writes all of it.</summary>
    public void Write()
    {
        WriteSampling();
        WriteReasoning();
        ResponsesOptionsText.Write(json, conversation);
        WriteServiceTier();
        if (conversation.CacheKey is { } key) json.WriteString("prompt_cache_key"u8, ResponsesToolNames.ToWireKey(key));
        if (conversation.CacheRetention is { } retention) json.WriteString("prompt_cache_retention"u8, retention);
        if (conversation.EndUser is { } user) json.WriteString("user"u8, ResponsesToolNames.ToWireKey(user));
        if (!conversation.Metadata.IsEmpty)
        {
            json.WritePropertyName("metadata"u8);
            json.WriteRawValue(conversation.Metadata.Span, skipInputValidation: true);
        }

        WriteInclude();
    }

    private bool TakesSampling => !model.Reasons || _isOff;

    private bool WantsLogprobs => TakesSampling && _sampling.Logprobs == true;

    private void WriteSampling()
    {
        if (_sampling.MaxTokens is { } tokens)
        {
            json.WriteNumber("max_output_tokens"u8, Math.Max(LeastTokens, tokens));
            if (tokens < LeastTokens) Lose("max_tokens");
        }

        // A model that reasons chooses its tokens as it does.
        WriteFactor("temperature"u8, "temperature", _sampling.Temperature);
        WriteFactor("top_p"u8, "top_p", _sampling.TopP);
        if (WantsLogprobs && _sampling.TopLogprobs is { } top) json.WriteNumber("top_logprobs"u8, top);
        if (!WantsLogprobs && _sampling.Logprobs == true) Lose("logprobs");
        if (_sampling.TopK is not null) Lose("top_k");
        if (_sampling.Seed is not null) Lose("seed");
        if (_sampling.FrequencyPenalty is not (null or 0)) Lose("frequency_penalty");
        if (_sampling.PresencePenalty is not (null or 0)) Lose("presence_penalty");
        if (_sampling.Stop.Count > 0) conversation.Losses.Add(new("stop", true));
        if (!_sampling.IsOneChoice) conversation.Losses.Add(new("n", true));
    }

    private void WriteFactor(ReadOnlySpan<byte> name, string field, double? value)
    {
        if (value is not { } number) return;
        if (TakesSampling) json.WriteNumber(name, number);
        else if (number != 1) Lose(field);
    }

    private void WriteReasoning()
    {
        if (conversation.Reasoning is not { } reasoning) return;
        // Between the budgets that LiteLLM and OpenRouter take the words for.
        var effort = reasoning.Effort == "max" ? "xhigh" : reasoning.Effort ?? reasoning.BudgetTokens switch
        {
            null => null,
            0 => "none",
            < 0 => "medium",
            <= 2048 => "low",
            <= 8192 => "medium",
            _ => "high",
        };
        var summary = _isOff ? null : reasoning.Summary ?? (reasoning.Show == true ? "auto" : null);
        if (effort is null && summary is null) return;
        if (model.NeverReasons)
        {
            if (!_isOff) Lose("reasoning");
            return;
        }

        json.WriteStartObject("reasoning"u8);
        if (effort is not null) json.WriteString("effort"u8, effort);
        if (summary is not null) json.WriteString("summary"u8, summary);
        json.WriteEndObject();
    }

    private void WriteServiceTier()
    {
        switch (conversation.ServiceTier)
        {
            case null: break;
            case "auto" or "default" or "flex" or "scale" or "priority": json.WriteString("service_tier"u8, conversation.ServiceTier); break;
            case "standard" or "standard_only": json.WriteString("service_tier"u8, "default"u8); break;
            default: Lose("service_tier"); break;
        }
    }

    // Thoughts come sealed when asked for; of a model that does not reason, asking is refused.
    private void WriteInclude()
    {
        var mayReason = !model.NeverReasons && !_isOff && (model.Reasons || conversation.Reasoning is not null || HasOwnThoughts());
        if (!mayReason && !WantsLogprobs) return;
        json.WriteStartArray("include"u8);
        if (mayReason) json.WriteStringValue("reasoning.encrypted_content"u8);
        if (WantsLogprobs) json.WriteStringValue("message.output_text.logprobs"u8);
        json.WriteEndArray();
    }

    private bool HasOwnThoughts() => conversation.Messages.Exists(static message =>
        message.Parts.Exists(static part => part is ReasoningPart { Signature.Dialect: Dialect.OpenAIResponses }));

    private void Lose(string field) => conversation.Losses.Add(new(field, false));
}
