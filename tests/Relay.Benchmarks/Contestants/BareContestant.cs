using System.Globalization;

namespace Relay.Benchmarks.Contestants;

/// <summary>The <see cref="BareProxy"/> in a process of its own.</summary>
internal sealed class BareContestant(int upstream, TimeProvider time) : Contestant("bare .NET", time)
{
    protected override ChildProcess Launch(IReadOnlyDictionary<string, string> environment) => ChildProcess.Start(
        "dotnet",
        [
            typeof(BareContestant).Assembly.Location, BareProxy.Mode,
            Port.ToString(CultureInfo.InvariantCulture), upstream.ToString(CultureInfo.InvariantCulture),
        ],
        environment);
}
