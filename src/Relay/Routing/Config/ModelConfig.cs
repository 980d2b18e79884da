namespace Relay.Routing.Config;

/// <summary>A name that callers may ask for.</summary>
/// <param name="Name">The name; it may hold slashes. With <c>*</c> it is a pattern of names.</param>
/// <param name="Targets">What it stands for; at least one.</param>
internal sealed record ModelConfig(string Name, IReadOnlyList<TargetConfig> Targets)
{
    /// <summary>Other names of the same model.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Names under which all models that carry them answer together, such as <c>fast</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What orders the targets of a tier.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>The models that stand in when no target is left.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>The models that stand in when a conversation is too long for it.</summary>
    public IReadOnlyList<string> ContextFallbacks { get; init; } = [];

    /// <summary>The accounts that it may be sent to.</summary>
    public Constraint Constraint { get; init; } = Constraint.None;

    /// <summary>How long is waited for it; null for what the document says for all.</summary>
    public TimeoutConfig? Timeouts { get; init; }

    /// <summary>Whether, and how often, a second target is asked as well when the first is slow; null for never.</summary>
    public HedgeConfig? Hedge { get; init; }

    /// <summary>Whether another target goes on with the text of a stream that broke.</summary>
    public bool Continues { get; init; }

    /// <summary>Whether it answers to more than one name.</summary>
    public bool IsPattern => Name.Contains('*', StringComparison.Ordinal);
}
