using System.Globalization;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Contestants;

/// <summary>The fake upstream itself: what the load and the upstream can do with nothing between them.</summary>
internal sealed class DirectContestant(TimeProvider time) : Contestant("direct", time)
{
    protected override ChildProcess Launch(IReadOnlyDictionary<string, string> environment) => ChildProcess.Start(
        "dotnet",
        [typeof(DirectContestant).Assembly.Location, UpstreamServer.Mode, Port.ToString(CultureInfo.InvariantCulture)],
        environment);
}
