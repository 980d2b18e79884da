using Relay.Dialects.Operations;

namespace Relay.Dialects;

/// <summary>How a body is to be read where it is not an ordinary conversation's.</summary>
internal sealed record BodyRules
{
    /// <summary>What is asked for; null for a conversation.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The model that the path names, which goes before the body's; null when it names none.</summary>
    public string? PathModel { get; init; }
}
