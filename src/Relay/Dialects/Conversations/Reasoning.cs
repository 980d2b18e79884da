namespace Relay.Dialects.Conversations;

/// <summary>How the model is to reason. Null is what the caller does not say.</summary>
internal sealed record Reasoning
{
    /// <summary><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c>.</summary>
    public string? Effort { get; init; }

    /// <summary>The most tokens to think: 0 for none, -1 for as many as the model likes.</summary>
    public long? BudgetTokens { get; init; }

    /// <summary>Whether thoughts or their summary are to be shown.</summary>
    public bool? Show { get; init; }

    /// <summary>How much of a summary: <c>auto</c>, <c>concise</c>, <c>detailed</c>.</summary>
    public string? Summary { get; init; }
}
