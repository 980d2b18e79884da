using Relay.Dialects;
using Relay.Dialects.OpenAIChat;

namespace Relay.Routing.Providers;

/// <summary>Where and how a provider is called in one dialect.</summary>
internal sealed record ProviderEndpoint
{
    /// <summary>The wire protocol.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>
    /// What comes before the dialect's own path, without a slash at its end; null when every customer has an
    /// address of its own, which then the account must give.
    /// </summary>
    public required string? BaseUrl { get; init; }

    /// <summary>The header that carries the key.</summary>
    public required AuthHeader Auth { get; init; }

    /// <summary>Headers that it wants, sent when the caller sends none of that name; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>
    /// The header in which it is told the class of service, <c>flex</c> or <c>priority</c>, where its body has no field for it;
    /// null where the dialect says it.
    /// </summary>
    public string? TierHeader { get; init; }

    /// <summary>
    /// Patterns of its models that go on with an answer whose beginning is the last message; null for none. Others are asked to
    /// in words.
    /// </summary>
    public IReadOnlyList<string>? Prefill { get; init; }

    /// <summary>Which fields of its dialect it does not take as they are; null where nothing is known of any.</summary>
    public EndpointFields? Fields { get; init; }

    /// <summary>What it makes of OpenAI Chat, where that is the dialect. (The reader of the file gives null for what is not there.)</summary>
    public ChatProviderForm Chat { get; init => field = value ?? new(); } = new();
}
