namespace Relay.Routing.Config;

/// <summary>How long is waited for providers.</summary>
internal sealed record TimeoutConfig
{
    /// <summary>For the whole call, all attempts and waits together. Default 1 h.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For one attempt, from its start to the end of its answer. Default 30 min.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Until the first token of a stream, or the whole of a JSON answer. Default 10 min, as the official SDKs wait.
    /// </summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two reads of an answer that has begun. Default 5 min, as agents' own limits are.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads <c>timeouts</c> of the document or of a model; what is not said stays as it is.</summary>
    public static TimeoutConfig? Read(ConfigNode? node, TimeoutConfig defaults)
    {
        if (node is null) return null;
        var read = new TimeoutConfig
        {
            Total = ToTime(node.Number("total_seconds", 0.1m, 86_400)) ?? defaults.Total,
            Attempt = ToTime(node.Number("attempt_seconds", 0.1m, 86_400)) ?? defaults.Attempt,
            FirstByte = ToTime(node.Number("first_byte_seconds", 0.1m, 86_400)) ?? defaults.FirstByte,
            Idle = ToTime(node.Number("idle_seconds", 0.1m, 86_400)) ?? defaults.Idle,
        };
        node.Done();
        return read;
    }

    private static TimeSpan? ToTime(decimal? seconds) => seconds is null ? null : TimeSpan.FromSeconds((double)seconds);
}
