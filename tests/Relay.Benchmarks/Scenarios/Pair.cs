using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Report;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Scenarios;

/// <summary>A caller and a provider, and what was measured of streams between them.</summary>
/// <param name="Caller">What the caller speaks.</param>
/// <param name="Provider">What the provider speaks.</param>
internal sealed record Pair(Speech Caller, Speech Provider)
{
    /// <summary>Its rounds, in their order.</summary>
    public List<LoopResult> Rounds { get; } = [];

    /// <summary>Bytes allocated for a short stream.</summary>
    public double ShortBytes { get; set; }

    /// <summary>Bytes allocated for a long stream.</summary>
    public double LongBytes { get; set; }

    /// <summary>Whether bytes pass through.</summary>
    public bool IsNative => Caller == Provider;

    /// <summary>Its name in the report.</summary>
    public string Name => IsNative ? $"{Caller.Name} (passes through)" : $"{Caller.Name} → {Provider.Name}";

    /// <summary>Bytes allocated for one more event.</summary>
    public double BytesAnEvent => (LongBytes - ShortBytes) / (Speech.LongLength - Speech.ShortLength);

    /// <summary>Calls for a stream.</summary>
    /// <param name="relay">Whom.</param>
    /// <param name="isLong">Which of the provider's two.</param>
    public byte[] Request(Contestant relay, bool isLong)
    {
        var kind = isLong ? Provider.Long : Provider.Short;
        return RequestBytes.Post(relay, Caller.PathOf(kind), Caller.BodyOf(kind));
    }

    /// <summary>A figure of each round as a share of another pair's in the same round.</summary>
    public Median ShareOf(Pair other, Func<LoopResult, double> figure) =>
        Median.Of(Rounds.Zip(other.Rounds, (own, others) => figure(own) / figure(others)));
}
