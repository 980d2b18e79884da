using Relay.Local.Tests.Faults;
using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>The SDKs of npm that applications use, against providers of every dialect.</summary>
public sealed class NpmSdkTests
{
    public static TheoryData<string> Names() => [.. NpmClient.All.Select(client => client.Name)];

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Names))]
    public async Task AnSdk_GetsWhatItAsksFor_OfEachUpstream(string name)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        var client = NpmClient.All.Single(known => known.Name == name);
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox);

        var results = await NodeClient.RunAsync(relay, client.Script, Upstreams.Names, client.Provider);

        var expected = Lines(client.Results());
        Assert.Equal(Upstreams.Names, results.Keys);
        Assert.All(results, upstream => Assert.Equal(expected, Lines(upstream.Value)));
        Assert.Equal(results.Count, sandbox.Log.Calls.Count(call => call.Body.Contains(NpmClient.Image, StringComparison.Ordinal)));
        var records = await relay.RecordsAsync();
        Assert.Equal(Upstreams.Names.Order(StringComparer.Ordinal), records.SelectMany(record => DialectCalls.AccountsOf(record)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.Contains(record.GetProperty("outcome").GetString(), (string[])["completed", "failed"]));
    }

    private static string Lines(IEnumerable<KeyValuePair<string, string>> results) =>
        string.Join('\n', results.OrderBy(result => result.Key, StringComparer.Ordinal).Select(result => $"{result.Key}: {result.Value}"));
}
