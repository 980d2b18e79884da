using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>Several answers at once, by the SDKs of npm that can ask for them, from providers of the two dialects that have them.</summary>
public sealed class NpmChoiceTests
{
    [Fact(Timeout = 180_000)]
    public async Task EachChoice_Comes_FromBothDialects()
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox);

        var results = await NodeClient.RunAsync(relay, "choices.mjs", ["chat", "gemini"]);

        var three = Enumerable.Range(0, 3).ToList();
        Dictionary<string, string> expected = new()
        {
            ["openai"] = $"[{string.Join(',', three.Select(index => $"\"{index} {NpmClient.Prompt} stop\""))},9]",
            ["openaiStream"] = $"[{string.Join(',', three.Select(index => $"\"{index} {NpmClient.Prompt} stop\""))}]",
            ["google"] = $"[{string.Join(',', three.Select(index => $"\"{index} {NpmClient.Prompt} STOP\""))},9]",
            ["googleStream"] = $"[{string.Join(',', three.Select(_ => $"\"{NpmClient.Prompt}STOP\""))}]",
        };
        Assert.Equal(expected.OrderBy(static one => one.Key), results["chat"].OrderBy(static one => one.Key));
        Assert.Equal(expected.OrderBy(static one => one.Key), results["gemini"].OrderBy(static one => one.Key));
        // Four scenarios at two upstreams.
        var records = await relay.RecordsAsync(8);
        Assert.Equal(8, records.Count);
        Assert.All(records, static record => Assert.Equal(9, record.GetProperty("usage").GetProperty("output").GetInt64()));
    }
}
