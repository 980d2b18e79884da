using System.Text;
using System.Text.Json;
using Relay.Local.Tests.Sdk.Pairs;

namespace Relay.Local.Tests.Clients;

/// <summary>The table of docs/compatibility.md is what <see cref="NpmSdkTests"/>, <see cref="SdkPairTests"/> and <see cref="AgentTests"/> hold to be true.</summary>
public sealed class CompatibilityTableTests
{
    private const string Begin = "<!-- clients: written by CompatibilityTableTests with RELAY_WRITE_DOCS=1 -->\n";
    private const string End = "<!-- end -->";

    private static readonly string[] Features = ["text", "stream", "tools", "toolsStream", "image", "structured", "reasoning", "usage", "limited", "unknown"];

    [Fact]
    public void TheTable_IsWhatIsTested()
    {
        var path = Repository.At("docs", "compatibility.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, start, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("RELAY_WRITE_DOCS") == "1")
            File.WriteAllText(path, page = string.Concat(page.AsSpan(0, start), Table(), page.AsSpan(end)));

        end = page.IndexOf(End, start, StringComparison.Ordinal);
        Assert.Equal(Table(), page[start..end]);
    }

    private static string Table()
    {
        var text = new StringBuilder();
        text.Append("| client | speaks | ").AppendJoin(" | ", Upstreams.Names).Append(" |\n");
        text.Append("| --- | --- | ").AppendJoin(" | ", Upstreams.Names.Select(_ => "---")).Append(" |\n");
        foreach (var client in NpmClient.All)
            Row(client.Name, VersionOf(client.Name), client.Dialect, Features.Except(client.Unread).Count());
        foreach (var sdk in SdkNames.All) Row(sdk, SdkNames.VersionOf(sdk), SdkNames.DialectOf(sdk), Features.Length);
        foreach (var agent in Agent.All) Row(agent.Name, VersionOf(agent.Package), agent.Dialect, null);
        return text.ToString();

        void Row(string name, string version, string dialect, int? features) => text.Append(
            $"| {name} {version} | {dialect} | ").AppendJoin(" | ", Upstreams.Names.Select(_ =>
                features is null ? "writes a file by a tool" : $"{features} of {Features.Length}")).Append(" |\n");
    }

    private static string VersionOf(string client)
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "npm", "package.json")));
        var name = client.Split(' ', ',', '(')[0];
        return package.RootElement.GetProperty("dependencies").GetProperty(name).GetString()!;
    }
}
