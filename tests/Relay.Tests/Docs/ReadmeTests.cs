using System.Text;
using System.Text.RegularExpressions;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Tests.Docs;

/// <summary>What the README shows is true.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void TheConfigThatTheReadmeShows_IsValid()
    {
        var snippet = JsonPattern().Match(Repository.Read("README.md")).Groups[1].Value;

        var errors = ConfigParser.Parse(Encoding.UTF8.GetBytes(snippet), out var document);

        Assert.Empty(errors);
        Assert.Equal(2, document!.Accounts.Count);
        Assert.Equal(2, document.Models.Single().Targets.Count);
    }

    [Fact]
    public void TheConfigsThatThePageOfSecretsShows_AreValid()
    {
        var snippets = AnyJsonPattern().Matches(Repository.Read("docs", "secrets.md"));

        Assert.Equal(3, snippets.Count);
        Assert.All(snippets, snippet => Assert.Empty(ConfigParser.Parse(Encoding.UTF8.GetBytes(snippet.Groups[1].Value), out _)));
    }

    [Fact]
    public void TheConfigThatThePageOfRoutingShows_IsValid_AndItsTablesAreComplete()
    {
        var page = Repository.Read("docs", "routing.md");

        var snippet = Assert.Single(AnyJsonPattern().Matches(page));
        Assert.Empty(ConfigParser.Parse(Encoding.UTF8.GetBytes(snippet.Groups[1].Value), out _));
        Assert.All(Enum.GetValues<Strategy>(), strategy => Assert.Contains($"| `{StrategyNames.NameOf(strategy)}` |", page, StringComparison.Ordinal));
        Assert.All(typeof(Score).GetConstructors()[0].GetParameters(), term => Assert.Contains($"\n| {term.Name!.ToLowerInvariant()} |", page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<ExclusionReason>(), reason => Assert.Contains($"`{reason.ToLowerInvariant()}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryPropertyOfTheConfig_IsInItsPage()
    {
        var page = Repository.Read("docs", "config.md");
        var source = string.Concat(Directory.GetFiles(Repository.At("src/Relay/Routing/Config"), "*Parser.cs").Select(File.ReadAllText));
        var names = PropertyPattern().Matches(source).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(names.Count > 10);
        Assert.All(names, name => Assert.Contains(name, page, StringComparison.Ordinal));
    }

    // The page's is run, by AgentTests.
    [Fact]
    public void TheAgentsLine_IsThatOfThePageOfClients()
    {
        var line = AgentPattern().Match(Repository.Read("README.md")).Value;

        Assert.NotEqual("", line);
        Assert.Contains(line, Repository.Read("docs", "clients.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPageThatTheReadmeNames_IsThere()
    {
        var pages = PagePattern().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("docs/api.md", pages);
        Assert.All(pages, page => Assert.True(File.Exists(Repository.At(page)), page));
    }

    [GeneratedRegex("```json\n(\\{\n  \"accounts\".*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonPattern();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex AnyJsonPattern();

    [GeneratedRegex("\\.(?:Text|Texts|Number|Object|Objects)\\(\"([a-z_]+)\"")]
    private static partial Regex PropertyPattern();

    [GeneratedRegex("\n.* claude .*\n")]
    private static partial Regex AgentPattern();

    [GeneratedRegex(@"\]\((docs/[a-z]+\.md|CONTRIBUTING\.md)\)")]
    private static partial Regex PagePattern();
}
