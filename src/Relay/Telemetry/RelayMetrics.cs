using System.Diagnostics;
using System.Diagnostics.Metrics;
using Relay.Ledger;

namespace Relay.Telemetry;

/// <summary>What is counted and traced of calls. Names no key, no member and nothing that was said.</summary>
internal sealed class RelayMetrics : IDisposable
{
    private const string Chat = "chat";

    private static readonly ActivitySource Activities = new(GenAI.Source);

    private readonly Meter _meter;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;

    public RelayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(GenAI.Source);
        _tokens = _meter.CreateHistogram<long>(GenAI.TokenUsage, "{token}", advice: new()
        {
            HistogramBucketBoundaries =
                [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
        });
        InstrumentAdvice<double> seconds = new()
        {
            HistogramBucketBoundaries =
                [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
        };
        _duration = _meter.CreateHistogram(GenAI.OperationDuration, "s", advice: seconds);
        _firstChunk = _meter.CreateHistogram(GenAI.TimeToFirstChunk, "s", advice: seconds);
    }

    /// <summary>Begins the trace of a call; null when nobody listens.</summary>
    public static Activity? Begin(string? operation, string model, CallId id)
    {
        var activity = Activities.StartActivity(operation ?? Chat, ActivityKind.Client);
        activity?.SetTag(GenAI.OperationName, operation ?? Chat).SetTag(GenAI.RequestModel, model).SetTag(GenAI.CallId, id.ToString());
        return activity;
    }

    /// <summary>Counts a call that ended.</summary>
    public void Settled(CallRecord record)
    {
        var tags = new TagList
        {
            { GenAI.OperationName, record.Operation ?? Chat },
            { GenAI.RequestModel, record.ModelRan ?? "_OTHER" },
        };
        if (record.Usage?.Input is { } input) Count(input, "input", tags);
        if (record.Usage?.Output is { } output) Count(output, "output", tags);
        if (record.ErrorCode is not null) tags.Add(GenAI.ErrorType, record.ErrorCode);
        if (record.DurationMs is { } duration) _duration.Record(duration / 1000, tags);
        if (record is { Stream: true, FirstByteMs: { } firstByte }) _firstChunk.Record(firstByte / 1000, tags);
        Activity.Current?.SetTag(GenAI.ResponseModel, record.ModelRan)
            .SetTag(GenAI.InputTokens, record.Usage?.Input)
            .SetTag(GenAI.OutputTokens, record.Usage?.Output)
            .SetTag(GenAI.ErrorType, record.ErrorCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Count(long tokens, string type, TagList tags)
    {
        tags.Add(GenAI.TokenType, type);
        _tokens.Record(tokens, tags);
    }
}
