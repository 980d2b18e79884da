namespace Relay.Dialects.Conversations;

/// <summary>Which tools must be called.</summary>
/// <param name="Kind">Whether.</param>
/// <param name="Name">The tool, for <see cref="ToolChoiceKind.Named"/>.</param>
internal sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null)
{
    /// <summary>The only tools of all that may be called; null for all.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }
}
