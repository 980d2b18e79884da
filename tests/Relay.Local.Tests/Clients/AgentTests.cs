using Relay.Local.Tests.Running;
using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>
/// Coding agents as people run them, headless, set up as docs/clients.md says: each writes a file by a tool that the model calls;
/// three of them also when the model falls silent for a minute at a time by the relay's clock, and keep-alives stand between its words.
/// </summary>
public sealed class AgentTests
{
    private const string Content = "made through relay";

    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var agent in Agent.All)
        {
            foreach (var upstream in Upstreams.Names) data.Add(agent.Name, upstream);
        }

        return data;
    }

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Pairs))]
    public Task AnAgent_WritesAFile(string agent, string upstream) => CheckAsync(agent, $"{upstream}-agent", times: 1);

    [Theory(Timeout = 180_000)]
    [InlineData("Claude Code", "messages")]
    [InlineData("Claude Code", "chat")]
    [InlineData("Codex", "responses")]
    [InlineData("Codex", "chat")]
    [InlineData("Gemini CLI", "gemini")]
    [InlineData("Gemini CLI", "messages")]
    public Task AnAgent_WaitsForASilentModel(string agent, string upstream) => CheckAsync(agent, $"{upstream}-agent-silent", times: 100);

    private static async Task CheckAsync(string name, string model, int times)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        var agent = Agent.All.Single(known => known.Name == name);
        using var folder = new AgentFolder();
        await using var sandbox = await SandboxServer.StartAsync();
        var file = Path.Combine(folder.Work, "made.txt");
        sandbox.Scripts["agent"] = new() { Text = ["I ", "write ", "it."], ToolCalls = [agent.Write(file, Content)] };
        sandbox.Scripts["agent/after"] = new() { Text = ["All ", "done."] };
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(times));

        var said = await folder.RunAsync(agent, AgentSetup.Of(name, relay.Relay.Url.ToString().TrimEnd('/'), relay.Key, model));

        Assert.True(File.Exists(file), said);
        Assert.Equal(Content, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());
        Assert.Contains("All done.", said, StringComparison.Ordinal);
        var records = await relay.RecordsAsync();
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.Equal("completed", record.GetProperty("outcome").GetString()));
    }
}
