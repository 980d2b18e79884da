using Relay.Ledger;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger;

/// <summary>Records for tests, made without a call.</summary>
internal static class TestRecords
{
    /// <summary>A record of which no member has its default value.</summary>
    public static CallRecord Full(CallId id) => new()
    {
        Id = id.ToString(),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(id.StartedAt),
        Key = "abcdefghjkmn",
        Project = "Über / project",
        Member = "zoë 😀",
        Operation = "embeddings",
        Dialect = "openai-chat",
        Stream = true,
        Model = "fast",
        ModelRan = "gpt-5.4-2026",
        Account = "main",
        Outcome = CallOutcome.Truncated,
        Status = 200,
        ErrorCode = "upstream_truncated",
        FinishReason = "length",
        Attempts =
        [
            new("spare", "llama", 0.125, null, 3.5, 503, "upstream_overloaded", 0),
            new("main", "gpt-5.4", 4, 17.25, null, null, null, long.MaxValue),
        ],
        Usage = new()
        {
            Input = 1, CachedInput = 2, CacheWriteInput = 3, CacheWrite1hInput = 4, AudioInput = 5, CachedAudioInput = 6,
            ImageInput = 9, Output = 7, Reasoning = 8, ImageOutput = 10, AudioOutput = long.MaxValue,
        },
        UsageEstimated = true,
        Unpriced = true,
        CostNanoUsd = long.MaxValue,
        Price = new("openai/gpt-5.4", new(2026, 1, 2), new Rates
        {
            Input = 0.1m, CachedInput = 0.2m, CacheWrite = 0.3m, CacheWrite1h = 0.4m, AudioInput = 0.5m,
            CachedAudioInput = 0.6m, Output = 0.7m, Reasoning = 0.8m, AudioOutput = 0.9m, Request = 1.0m,
        }),
        Routing = """{"plan":[]}""",
        FirstByteMs = 0.001,
        DurationMs = 123456789.5,
    };

    /// <summary>A record of a call that said nothing of itself.</summary>
    public static CallRecord Bare(CallId id) => new()
    {
        Id = id.ToString(),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(id.StartedAt),
        Key = "abcdefghjkmn",
        Project = "",
        Dialect = "openai-chat",
        Model = "fast",
        Outcome = CallOutcome.Completed,
    };
}
