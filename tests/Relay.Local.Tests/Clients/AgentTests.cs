using System.Text.Json;
using Relay.Local.Tests.Running;
using Relay.Sandbox;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>
/// Coding agents as people run them, headless: each writes a file by a tool that the model calls; also when the model falls
/// silent for a minute at a time by the relay's clock, and keep-alives stand between its words.
/// </summary>
public sealed class AgentTests
{
    private const string Content = "made through relay";

    [Theory(Timeout = 180_000)]
    [InlineData("messages")]
    [InlineData("responses")]
    [InlineData("chat")]
    [InlineData("gemini")]
    [InlineData("messages", "-silent", 100)]
    [InlineData("chat", "-silent", 100)]
    public async Task ClaudeCode_WritesAFile(string upstream, string how = "", int times = 1)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        using var home = new AgentFolder();
        await using var sandbox = await SandboxServer.StartAsync();
        var file = Path.Combine(home.Work, "made.txt");
        sandbox.Scripts["agent"] = new()
        {
            Text = ["I ", "write ", "it."],
            ToolCalls = [new("call_1", "Write", ["{\"file_path\":", JsonSerializer.Serialize(file), $",\"content\":\"{Content}\"}}"])],
        };
        sandbox.Scripts["agent/after"] = new() { Text = ["All ", "done."] };
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(times));

        var said = await home.RunAsync(
            "@anthropic-ai/claude-code/cli-wrapper.cjs",
            ["-p", "Write the file.", "--output-format", "json", "--permission-mode", "acceptEdits", "--model", $"{upstream}-agent{how}"],
            new()
            {
                ["ANTHROPIC_BASE_URL"] = relay.Relay.Url.ToString().TrimEnd('/'),
                ["ANTHROPIC_AUTH_TOKEN"] = relay.Key,
                ["ANTHROPIC_SMALL_FAST_MODEL"] = $"{upstream}-text",
                ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
                ["DISABLE_AUTOUPDATER"] = "1",
            });

        Assert.True(File.Exists(file), said);
        Assert.Equal(Content, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());
        Assert.Contains("All done.", said, StringComparison.Ordinal);
        Assert.All(await relay.RecordsAsync(), record => Assert.Equal("completed", record.GetProperty("outcome").GetString()));
    }

    [Theory(Timeout = 180_000)]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("chat")]
    [InlineData("gemini")]
    [InlineData("responses", "-silent", 100)]
    [InlineData("chat", "-silent", 100)]
    public async Task Codex_WritesAFile(string upstream, string how = "", int times = 1)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        using var home = new AgentFolder();
        await using var sandbox = await SandboxServer.StartAsync();
        sandbox.Scripts["agent"] = new()
        {
            Text = ["I ", "write ", "it."],
            ToolCalls = [new("call_1", "exec_command", ["{\"cmd\":\"printf '", Content, "' > made.txt\"}"])],
        };
        sandbox.Scripts["agent/after"] = new() { Text = ["All ", "done."] };
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(times));

        var said = await home.RunAsync(
            "@openai/codex/bin/codex.js",
            [
                "exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "--model", $"{upstream}-agent{how}",
                "-c", "model_provider=relay",
                "-c", $"model_providers.relay={{name=\"relay\",base_url=\"{relay.BaseUrl}\",env_key=\"RELAY_KEY\",wire_api=\"responses\"}}",
                "Write the file.",
            ],
            new() { ["RELAY_KEY"] = relay.Key });

        var file = Path.Combine(home.Work, "made.txt");
        Assert.True(File.Exists(file), said);
        Assert.Equal(Content, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("All done.", said, StringComparison.Ordinal);
        Assert.All(await relay.RecordsAsync(), record => Assert.Equal("completed", record.GetProperty("outcome").GetString()));
    }
}
