using Relay.Routing;

namespace Relay.Tests.Routing.Config;

public sealed class RouteTableTests
{
    private const string Document = """
        {
          "accounts": [
            {"id":"main","provider":"openai","models":["gpt-*","own:fast"],"weight":2},
            {"id":"spare","provider":"openai","models":["none"]},
            {"id":"groq-1","provider":"groq","models":["none"]}],
          "models": [
            {"name":"big","aliases":["best","the/best"],"tags":["accurate","fast"],"strategy":"weighted","timeouts":{"idle_seconds":7},"targets":[{"account":"main","model":"gpt-big","weight":3}]},
            {"name":"small","tags":["fast","cheap"],"only":["openai"],"targets":[{"account":"groq-1"},{"account":"main","priority":1}]},
            {"name":"llama-*","targets":[{"account":"groq-1"},{"account":"spare","model":"one"}]},
            {"name":"llama-3-*","targets":[{"account":"main"}]}]
        }
        """;

    [Theory]
    [InlineData("big", Strategy.Weighted, "main gpt-big 0 3")]
    [InlineData("best", Strategy.Weighted, "main gpt-big 0 3")]
    [InlineData("the/best", Strategy.Weighted, "main gpt-big 0 3")]
    [InlineData("best:cheap", Strategy.Cheapest, "main gpt-big 0 3")]
    [InlineData("gpt-9:fast", Strategy.Fastest, "main gpt-9 0 2")]
    [InlineData("gpt-9:latest", Strategy.Score, "main gpt-9:latest 0 2")]
    [InlineData("own:fast", Strategy.Score, "main own:fast 0 2")]
    [InlineData("llama-4", Strategy.Score, "groq-1 llama-4 0 1", "spare one 0 1")]
    [InlineData("llama-3-x", Strategy.Score, "groq-1 llama-3-x 0 1", "spare one 0 1")]
    [InlineData("llama-4:fast", Strategy.Fastest, "groq-1 llama-4 0 1", "spare one 0 1")]
    [InlineData("accurate", Strategy.Score, "main gpt-big 0 3")]
    [InlineData("fast", Strategy.Fastest, "main gpt-big 0 3", "main small 1 2")]
    [InlineData("cheap", Strategy.Cheapest, "main small 1 2")]
    [InlineData("groq/llama", Strategy.Score, "groq-1 llama 0 1")]
    [InlineData("openai/x/y", Strategy.Score, "main x/y 0 2", "spare x/y 0 1")]
    [InlineData("spare/x", Strategy.Score, "spare x 0 1")]
    [InlineData("spare/x:cheap", Strategy.Cheapest, "spare x 0 1")]
    internal void AName_StandsFor(string name, Strategy strategy, params string[] targets)
    {
        var route = Configs.Snapshot(Document).Find(name)!;
        Assert.Equal(strategy, route.Strategy);
        Assert.Equal(targets, route.Targets.Select(target => $"{target.Account.Id} {target.Model} {target.Priority} {target.Weight}"));
    }

    [Theory]
    [InlineData("big", NameKind.Model)]
    [InlineData("the/best", NameKind.Model)]
    [InlineData("best:cheap", NameKind.Model)]
    [InlineData("accurate", NameKind.Tag)]
    [InlineData("llama-4", NameKind.Pattern)]
    [InlineData("gpt-9:fast", NameKind.Listed)]
    [InlineData("spare/x:cheap", NameKind.Account)]
    [InlineData("openai/x/y", NameKind.Provider)]
    internal void AName_IsUnderstoodByTheFirstRuleThatFits(string name, NameKind kind) =>
        Assert.Equal(kind, Configs.Snapshot(Document).Find(name)!.NamedBy);

    // Whichever of them the config names first.
    [Theory]
    [InlineData("""{"id":"openai","provider":"openai"},{"id":"router","provider":"openrouter"}""")]
    [InlineData("""{"id":"router","provider":"openrouter"},{"id":"openai","provider":"openai"}""")]
    public void ANameWithASlashThatAnAccountLists_GoesThere_AndWhatItDoesNotListToTheAccountBeforeTheSlash(string accounts)
    {
        var config = Configs.Snapshot($$"""{"accounts":[{{accounts}}]}""");
        Assert.Equal(["router openai/gpt-4o listed"], TargetsOf("openai/gpt-4o"));
        Assert.Equal(["openai not-there-yet account"], TargetsOf("openai/not-there-yet"));
        Assert.Equal(["router openai/gpt-4o account"], TargetsOf("router/openai/gpt-4o"));

        string[] TargetsOf(string name)
        {
            var route = config.Find(name)!;
            return [.. route.Targets.Select(target => $"{target.Account.Id} {target.Model} {route.NamedBy.ToString().ToLowerInvariant()}")];
        }
    }

    [Theory]
    [InlineData("Big")]
    [InlineData(":fast")]
    [InlineData("nothing:fast")]
    [InlineData("big:fast:cheap:")]
    [InlineData("groq-1/")]
    [InlineData("sandbox/x")]
    public void WhatStandsForNothing_IsNull(string name) => Assert.Null(Configs.Snapshot(Document).Find(name));

    [Fact]
    public void AliasesAndTags_AreListed_PatternsAndVariantsAreNot() => Assert.Equal(
        ["accurate", "best", "big", "cheap", "fast", "none", "own:fast", "small", "the/best"], Configs.Snapshot(Document).ModelNames);

    [Theory]
    [InlineData("big", 7)]
    [InlineData("best", 7)]
    [InlineData("the/best:cheap", 7)]
    [InlineData("fast", null)]
    [InlineData("llama-4", null)]
    public void DeadlinesOfAModel_HoldForItsOwnNames(string name, int? idle) =>
        Assert.Equal(idle, (int?)Configs.Snapshot(Document).Find(name)!.Timeouts?.Idle.TotalSeconds);

    [Fact]
    public void AllNamesOfAModel_ShareItsTurns()
    {
        var config = Configs.Snapshot(Document);
        Assert.Same(config.Find("big"), config.Find("best"));
    }
}
