using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Writes <c>generationConfig</c>.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#GenerationConfig</remarks>
internal sealed class GeminiConfigWriter(Utf8JsonWriter json, Conversation conversation, GeminiModel model)
{
    // What every model that thinks by tokens takes; the large ones take some thousands more, and no less than the least.
    private const long MostThinking = 24_576;
    private const long LeastThinkingOfPro = 128;
    private const int MostStops = 5;

    private bool _any;

    /// <summary>Writes it, unless it would be empty.</summary>
    public void Write()
    {
        WriteSampling(conversation.Sampling);
        WriteOutput();
        if (conversation.Reasoning is { } reasoning) WriteThinking(reasoning);
        if (_any) json.WriteEndObject();
    }

    private void WriteSampling(Sampling sampling)
    {
        Write("maxOutputTokens"u8, sampling.MaxTokens);
        Write("temperature"u8, sampling.Temperature);
        Write("topP"u8, sampling.TopP);
        Write("topK"u8, sampling.TopK);
        WriteStops(sampling.Stop);
        if (sampling.Seed is >= int.MinValue and <= int.MaxValue) Write("seed"u8, sampling.Seed);
        else if (sampling.Seed is not null) conversation.Losses.Add(new("seed", false));
        Write("presencePenalty"u8, sampling.PresencePenalty);
        Write("frequencyPenalty"u8, sampling.FrequencyPenalty);
        if (!sampling.IsOneChoice) Write("candidateCount"u8, sampling.Choices);
        if (sampling.Logprobs is { } wanted) Begin().WriteBoolean("responseLogprobs"u8, wanted);
        if (sampling.Logprobs != false) Write("logprobs"u8, sampling.TopLogprobs);
    }

    private void WriteStops(IReadOnlyList<string> stops)
    {
        if (stops.Count == 0) return;
        Begin().WriteStartArray("stopSequences"u8);
        foreach (var stop in stops.Take(MostStops)) json.WriteStringValue(stop);
        json.WriteEndArray();
        if (stops.Count > MostStops) conversation.Losses.Add(new("stop", true));
    }

    private void WriteOutput()
    {
        if (conversation.Output is not { } output) return;
        Begin().WriteString("responseMimeType"u8, "application/json"u8);
        if (output.Schema.IsEmpty) return;
        json.WritePropertyName("responseJsonSchema"u8);
        DialectJson.WriteRaw(json, output.Schema.Span);
    }

    private void WriteThinking(Reasoning reasoning)
    {
        if (!model.Thinks)
        {
            if (reasoning is not { Effort: null or "none", BudgetTokens: null or 0 }) conversation.Losses.Add(new("reasoning", false));
            return;
        }

        var show = reasoning.Show ?? (reasoning.Summary is null ? null : true);
        if (show is null && reasoning.Effort is null && reasoning.BudgetTokens is null) return;
        Begin().WriteStartObject("thinkingConfig"u8);
        // Both at once are refused.
        if (model.IsThird && LevelOf(reasoning) is { } level) json.WriteString("thinkingLevel"u8, level);
        else if (BudgetOf(reasoning) is { } budget) json.WriteNumber("thinkingBudget"u8, budget);
        if (show is { } shown) json.WriteBoolean("includeThoughts"u8, shown);
        json.WriteEndObject();
    }

    private string? LevelOf(Reasoning reasoning) => reasoning.Effort switch
    {
        "none" or "minimal" => model.IsPro ? "low" : "minimal",
        "low" => "low",
        "medium" => "medium",
        "high" or "xhigh" or "max" => "high",
        _ => null,
    };

    // As Google's own endpoint for OpenAI's dialect has it: https://ai.google.dev/gemini-api/docs/openai#thinking
    private long? BudgetOf(Reasoning reasoning)
    {
        var budget = reasoning.BudgetTokens ?? reasoning.Effort switch
        {
            "none" => 0,
            "minimal" or "low" => 1024,
            "medium" => 8192,
            "high" or "xhigh" or "max" => MostThinking,
            _ => null,
        };
        return budget switch
        {
            null or < 0 => budget is null ? null : -1,
            _ => Math.Clamp(budget.Value, model.IsPro ? LeastThinkingOfPro : 0, MostThinking),
        };
    }

    private void Write(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) Begin().WriteNumber(name, number);
    }

    private void Write(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number) Begin().WriteNumber(name, number);
    }

    private Utf8JsonWriter Begin()
    {
        if (!_any) json.WriteStartObject("generationConfig"u8);
        _any = true;
        return json;
    }
}
