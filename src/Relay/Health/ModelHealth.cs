namespace Relay.Health;

/// <summary>What is known of a model on an account.</summary>
internal sealed class ModelHealth
{
    /// <summary>How much the newest time to first token weighs; the last ten or so are what is seen.</summary>
    private const double NewestWeight = 0.2;

    private readonly Lock _lock = new();
    private readonly RecentTimes _firstTokens = new();
    private readonly RecentTimes _wholes = new();
    private RateLimits _limits = new(1, null);
    private double? _firstTokenMs;

    /// <summary>Whether it gets calls there.</summary>
    public Breaker Breaker { get; } = new();

    /// <summary>When it was last used.</summary>
    public DateTimeOffset LastUsed { get; set; }

    /// <summary>What is left of the provider's limits, 0 to 1; 1 when it said nothing, or its reset has passed.</summary>
    public double HeadroomAt(DateTimeOffset now)
    {
        lock (_lock) return _limits.Reset <= now ? 1 : _limits.Headroom;
    }

    /// <summary>How long a first token takes, recent ones weighing more; null when none came.</summary>
    public TimeSpan? TimeToFirstToken
    {
        get
        {
            lock (_lock) return _firstTokenMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        }
    }

    /// <summary>The time that 95 of 100 recent answers began in; null when too few are known.</summary>
    /// <param name="stream">Whether of streams, to their first token; else of JSON, to the whole answer.</param>
    public TimeSpan? P95(bool stream)
    {
        lock (_lock) return (stream ? _firstTokens : _wholes).P95();
    }

    /// <summary>Notes what a provider says of its limits.</summary>
    public void Note(RateLimits limits)
    {
        lock (_lock) _limits = limits;
    }

    /// <summary>Notes how long a first token took.</summary>
    public void Note(TimeSpan firstToken)
    {
        lock (_lock)
        {
            var ms = firstToken.TotalMilliseconds;
            _firstTokenMs = _firstTokenMs is { } known ? known + (NewestWeight * (ms - known)) : ms;
            _firstTokens.Add(firstToken);
        }
    }

    /// <summary>Notes how long an answer took to begin, for <see cref="P95"/> only.</summary>
    /// <param name="stream">Whether it is of a stream, to its first token; else of JSON, to the whole answer.</param>
    /// <param name="took">How long.</param>
    public void Note(bool stream, TimeSpan took)
    {
        lock (_lock) (stream ? _firstTokens : _wholes).Add(took);
    }
}
