using Relay.Benchmarks.Contestants;

namespace Relay.Benchmarks.Scenarios;

/// <summary>Who takes part, and how long the parts are.</summary>
/// <param name="Direct">The upstream with nothing before it.</param>
/// <param name="Relay">Relay.</param>
/// <param name="Other">Another build of Relay; null when there is none.</param>
/// <param name="Nginx">nginx; null when it is not installed.</param>
/// <param name="Bare">The bare proxy.</param>
/// <param name="Folder">The run's own folder.</param>
/// <param name="Options">What is asked for.</param>
/// <param name="Time">The clock.</param>
internal sealed record Course(
    DirectContestant Direct, RelayContestant Relay, RelayContestant? Other, NginxContestant? Nginx, BareContestant Bare,
    string Folder, BenchmarkOptions Options, TimeProvider Time) : IAsyncDisposable
{
    /// <summary>Everybody, in the order of the report.</summary>
    public IReadOnlyList<Contestant> All => [Direct, .. Proxies];

    /// <summary>Everybody but the upstream itself.</summary>
    public IReadOnlyList<Contestant> Proxies => [.. new Contestant?[] { Relay, Other, Nginx, Bare }.OfType<Contestant>()];

    /// <summary>Whether all is short.</summary>
    public bool Quick => Options.Quick;

    /// <summary>Says on the error stream how far the run is, for the report is what is written on the other.</summary>
    public static void Say(string what) => Console.Error.WriteLine(what);

    /// <summary>Ends them all.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var contestant in All.Reverse()) await contestant.DisposeAsync();
    }
}
