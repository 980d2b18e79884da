using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>How a model is told to reason: <c>thinking</c>, and the effort of <c>output_config</c>.</summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking</remarks>
internal readonly record struct MessagesThinking
{
    /// <summary>The least budget that the provider takes.</summary>
    private const long LeastBudget = 1024;

    private readonly bool? _show;

    private MessagesThinking(string? type, long budget, string? effort, bool? show)
    {
        Type = type;
        Budget = budget;
        Effort = effort;
        _show = show;
    }

    /// <summary><c>enabled</c>, <c>adaptive</c>, <c>disabled</c>; null to say nothing.</summary>
    public string? Type { get; }

    /// <summary>The most tokens to think, where it is enabled.</summary>
    public long Budget { get; }

    /// <summary>How hard to try; null to say nothing.</summary>
    public string? Effort { get; }

    /// <summary>Whether the model thinks, which the provider lets other options not go with.</summary>
    public bool IsOn => Type is "enabled" or "adaptive";

    /// <summary>Decides it.</summary>
    /// <param name="reasoning">What the caller wants.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxTokens">The most tokens of the answer, which thoughts count among.</param>
    /// <param name="canThink">Whether the provider lets the model think in this conversation.</param>
    /// <returns>Null when the caller's wish cannot be told.</returns>
    public static MessagesThinking? Of(Reasoning reasoning, MessagesModel model, long maxTokens, bool canThink)
    {
        if (reasoning is { BudgetTokens: 0 } or { Effort: "none" })
            return new(model.Thinks && model.TakesNoThinking ? "disabled" : null, 0, null, null);
        if (reasoning is { BudgetTokens: null, Effort: null }) return new(null, 0, null, null);
        if (!model.Thinks) return null;

        var effort = model.TakesEffort ? EffortOf(reasoning, model) : null;
        var show = reasoning.Show ?? (reasoning.Summary is null ? null : true);
        if (!canThink) return effort is null ? null : new(null, 0, effort, null);
        if (model.IsAdaptive) return new("adaptive", 0, effort, show);
        var budget = Math.Min(BudgetOf(reasoning), maxTokens - 1);
        return budget < LeastBudget ? null : new("enabled", budget, effort, show);
    }

    /// <summary>Writes <c>thinking</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (Type is null) return;
        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, Type);
        if (Type == "enabled") json.WriteNumber("budget_tokens"u8, Budget);
        if (_show == false) json.WriteString("display"u8, "omitted"u8);
        // With a budget thoughts are shown anyway.
        else if (_show == true && Type == "adaptive") json.WriteString("display"u8, "summarized"u8);
        json.WriteEndObject();
    }

    private static string? EffortOf(Reasoning reasoning, MessagesModel model) => reasoning.Effort switch
    {
        "minimal" => "low",
        "xhigh" or "max" when !model.IsAdaptive => "high",
        "xhigh" when !model.TakesExtraEffort => "high",
        { } effort => effort,
        null when !model.IsAdaptive => null,
        null => reasoning.BudgetTokens switch
        {
            < 0 => null,
            < 4096 => "low",
            < 16_384 => "medium",
            _ => "high",
        },
    };

    // As budgets stand for efforts elsewhere: https://ai.google.dev/gemini-api/docs/openai#thinking
    private static long BudgetOf(Reasoning reasoning) => reasoning switch
    {
        { BudgetTokens: > 0 and var budget } => Math.Max(LeastBudget, budget),
        { Effort: "minimal" or "low" } => LeastBudget,
        { Effort: "high" or "xhigh" or "max" } => 24_576,
        _ => 8192,
    };
}
