namespace Relay.Routing.Config;

/// <summary>How long is waited for a provider, for one attempt.</summary>
internal sealed record TimeoutConfig
{
    /// <summary>
    /// Until the first event of a stream, or the whole of a JSON answer. Default 10 min, as the official SDKs wait.
    /// </summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two reads of an answer that has begun. Default 5 min, as agents' own limits are.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);
}
