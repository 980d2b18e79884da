using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;
using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>The SDKs of npm take what keeps a stream alive, before its first word and in the midst of it, native and translated.</summary>
public sealed class NpmKeepAliveTests
{
    // Half a second of the machine is 50 s of the relay's: three keep-alives.
    private const int Times = 100;

    public static TheoryData<string> Names() => NpmSdkTests.Names();

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Names))]
    public async Task AStreamThatFallsSilent_ComesWhole(string name)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        var client = NpmClient.All.Single(known => known.Name == name);
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(Times));

        var results = await NodeClient.RunAsync(relay, client.Script, Upstreams.Names, client.Provider, new() { ["RELAY_BEHAVIOUR"] = "silent" });

        Assert.Equal(Upstreams.Names, results.Keys);
        Assert.All(results, upstream => Assert.Equal(NpmClient.Prompt, upstream.Value["stream"]));
        var records = await relay.RecordsAsync(results.Count);
        Assert.Equal(results.Count, records.Count);
        Assert.All(records, record => Assert.Equal("completed", record.GetProperty("outcome").GetString()));
    }

    // That there is something for them to take.
    [Theory(Timeout = 60_000)]
    [InlineData("openai-chat", "chat", ": keep-alive\n\n")]
    [InlineData("openai-chat", "messages", ": keep-alive\n\n")]
    [InlineData("openai-responses", "responses", "event: response.in_progress\n|event: keepalive\n")]
    [InlineData("openai-responses", "chat", "event: response.in_progress\n|event: keepalive\n")]
    [InlineData("anthropic", "messages", "event: ping\n")]
    [InlineData("anthropic", "gemini", "event: ping\n")]
    [InlineData("gemini", "gemini", "[{\"text\":\"\"}]")]
    [InlineData("gemini", "responses", "[{\"text\":\"\"}]")]
    public async Task ItsMidst_HasKeepAlives(string dialect, string upstream, string forms)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(Times));

        using var response = await DialectCalls.AskAsync(relay, dialect, $"{upstream}-silent", "one two three", stream: true);

        var body = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var (first, last) = (body.IndexOf("one ", StringComparison.Ordinal), body.IndexOf("three", StringComparison.Ordinal));
        Assert.True(first > 0 && last > first, body);
        var midst = body[first..last];
        Assert.True(forms.Split('|').Sum(form => midst.Split(form).Length - 1) >= 2, midst);
    }
}
