using Relay.Local.Tests.Clients;
using Relay.Sandbox;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>The official SDKs of .NET against providers of every dialect: what <see cref="NpmSdkTests"/> is for those of npm.</summary>
public sealed class SdkPairTests
{
    public static MatrixTheoryData<string, string> Pairs() => new(SdkNames.All, Upstreams.Names);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Pairs))]
    public async Task AnSdk_GetsWhatItAsksFor(string name, string upstream)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox);
        var scenarios = SdkNames.Of(name, relay, upstream);

        var results = new List<string>();
        foreach (var scenario in SdkScenarios.Expected.Keys) results.Add($"{scenario}: {await scenarios.RunAsync(scenario)}");

        Assert.Equal(SdkScenarios.Expected.Select(expected => $"{expected.Key}: {expected.Value}"), results);
        Assert.Contains(sandbox.Log.Calls, call => call.Body.Contains(NpmClient.Image, StringComparison.Ordinal));
        var records = await relay.RecordsAsync();
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.Contains(record.GetProperty("outcome").GetString(), (string[])["completed", "failed"]));
    }
}
