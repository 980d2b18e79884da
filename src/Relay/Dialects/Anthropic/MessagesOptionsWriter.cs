using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Writes what stands beside messages and tools at the top level.</summary>
internal sealed class MessagesOptionsWriter
{
    private readonly Conversation _conversation;
    private readonly MessagesModel _model;
    private readonly MessagesThinking _thinking;

    /// <summary>Decides how the model is to think, on which other options depend.</summary>
    public MessagesOptionsWriter(Conversation conversation, MessagesModel model, MessagesTurnList turns)
    {
        _conversation = conversation;
        _model = model;
        MaxTokens = conversation.Sampling.MaxTokens ?? model.DefaultMaxTokens;
        if (conversation.Reasoning is not { } reasoning) return;

        // The provider lets no model think that is made to call a tool.
        var isForced = conversation.ToolChoice is { Kind: ToolChoiceKind.Named or ToolChoiceKind.Required };
        var canThink = !isForced && (model.IsAdaptive || !turns.IsAmidstCallsWithoutThoughts);
        if (MessagesThinking.Of(reasoning, model, MaxTokens, canThink) is { } thinking) _thinking = thinking;
        if (!_thinking.IsOn && reasoning is not ({ BudgetTokens: 0 } or { Effort: "none" } or { BudgetTokens: null, Effort: null }))
            Lose("reasoning");
    }

    /// <summary>The most tokens of the answer.</summary>
    public long MaxTokens { get; }

    /// <summary>Writes all but those tokens.</summary>
    public void Write(Utf8JsonWriter json)
    {
        _thinking.Write(json);
        WriteOutput(json);
        WriteSampling(json, _conversation.Sampling);
        WriteServiceTier(json);
        if (_conversation.EndUser is not { } user) return;
        json.WriteStartObject("metadata"u8);
        json.WriteString("user_id"u8, user);
        json.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter json)
    {
        var output = _conversation.Output;
        // Any JSON will do, which the provider cannot be held to; the prompt asks for it, or others would refuse it.
        var schema = output is { Schema.IsEmpty: false } && _model.TakesSchema ? output : null;
        var loss = schema is null ? MessagesSchemaLoss.None : MessagesSchemaLosses.Of(schema.Schema.Span);
        if (loss == MessagesSchemaLoss.Keywords) Lose("response_format.schema");
        if (loss == MessagesSchemaLoss.Members) Lose("response_format", changesMeaning: true);
        if (output is not null && schema is null) Lose("response_format", changesMeaning: !output.Schema.IsEmpty);
        if (schema is null && _thinking.Effort is null) return;

        json.WriteStartObject("output_config"u8);
        if (_thinking.Effort is { } effort) json.WriteString("effort"u8, effort);
        if (schema is not null)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WritePropertyName("schema"u8);
            MessagesSchema.Write(json, schema.Schema.Span);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteSampling(Utf8JsonWriter json, Sampling sampling)
    {
        // A model that thinks, and the newest ones, choose their tokens as they do.
        var isFree = _model.TakesSampling && !_thinking.IsOn;
        if (sampling.Temperature is { } temperature && (isFree || temperature != 1))
        {
            if (!isFree || temperature > 1) Lose("temperature");
            if (isFree) json.WriteNumber("temperature"u8, Math.Min(1, temperature));
        }

        if (sampling.TopP is { } topP && (isFree || topP != 1))
        {
            if (isFree && (sampling.Temperature is null || _model.TakesBothSamplings)) json.WriteNumber("top_p"u8, topP);
            else Lose("top_p");
        }

        if (sampling.TopK is { } topK)
        {
            if (isFree) json.WriteNumber("top_k"u8, topK);
            else Lose("top_k");
        }

        WriteStops(json, sampling.Stop);
        if (!sampling.IsOneChoice) Lose("n", changesMeaning: true);
        if (sampling.Seed is not null) Lose("seed");
        if (sampling.FrequencyPenalty is not (null or 0)) Lose("frequency_penalty");
        if (sampling.PresencePenalty is not (null or 0)) Lose("presence_penalty");
        if (sampling.Logprobs == true) Lose("logprobs");
        if (sampling.TopLogprobs is > 0) Lose("top_logprobs");
    }

    private void WriteStops(Utf8JsonWriter json, IReadOnlyList<string> stops)
    {
        // White space alone is refused.
        var taken = stops.Where(static stop => !string.IsNullOrWhiteSpace(stop)).ToList();
        if (taken.Count < stops.Count) Lose("stop", changesMeaning: true);
        if (taken.Count == 0) return;
        json.WriteStartArray("stop_sequences"u8);
        foreach (var stop in taken) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private void WriteServiceTier(Utf8JsonWriter json)
    {
        switch (_conversation.ServiceTier)
        {
            case null: break;
            case "auto": json.WriteString("service_tier"u8, "auto"u8); break;
            case "standard_only" or "standard" or "default": json.WriteString("service_tier"u8, "standard_only"u8); break;
            default: Lose("service_tier"); break;
        }
    }

    private void Lose(string field, bool changesMeaning = false) => _conversation.Losses.Add(new(field, changesMeaning));
}
