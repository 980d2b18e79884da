using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>The SDKs of npm that applications use, against providers of every dialect.</summary>
public sealed class NpmSdkTests
{
    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var client in NpmClient.All)
        {
            foreach (var upstream in Upstreams.Names) data.Add(client.Name, upstream);
        }

        return data;
    }

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Pairs))]
    public async Task AnSdk_GetsWhatItAsksFor(string name, string upstream)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        var client = NpmClient.All.Single(known => known.Name == name);
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox);

        var results = await NodeClient.RunAsync(relay, client.Script, upstream, client.Provider);

        Assert.Equal(Lines(client.Results()), Lines(results));
        Assert.Contains(sandbox.Log.Calls, call => call.Body.Contains(NpmClient.Image, StringComparison.Ordinal));
        var records = await relay.RecordsAsync();
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.Contains(record.GetProperty("outcome").GetString(), (string[])["completed", "failed"]));
    }

    private static string Lines(IEnumerable<KeyValuePair<string, string>> results) =>
        string.Join('\n', results.OrderBy(result => result.Key, StringComparer.Ordinal).Select(result => $"{result.Key}: {result.Value}"));
}
