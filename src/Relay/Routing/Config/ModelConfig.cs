namespace Relay.Routing.Config;

/// <summary>A name that callers may ask for.</summary>
/// <param name="Name">The name; it may hold slashes.</param>
/// <param name="Targets">What it stands for, in the order in which they are tried; at least one.</param>
internal sealed record ModelConfig(string Name, IReadOnlyList<TargetConfig> Targets)
{
    /// <summary>How long is waited for it; null for what the document says for all.</summary>
    public TimeoutConfig? Timeouts { get; init; }
}
