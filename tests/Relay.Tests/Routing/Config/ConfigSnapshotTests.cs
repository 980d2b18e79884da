using Relay.Dialects;
using Relay.Ledger.Prices;
using Relay.Routing.Config;

namespace Relay.Tests.Routing.Config;

public sealed class ConfigSnapshotTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private const string TwoAccounts = """
        {
          "accounts": [
            {"id":"main","provider":"openai","models":["gpt-*","mine"]},
            {"id":"spare","provider":"groq","models":["*-mini","spare/deep"]}
          ],
          "models": [{"name":"gpt-fast","targets":[{"account":"spare","model":"llama"},{"account":"main","model":"gpt-x"}]}]
        }
        """;

    [Theory]
    [InlineData("gpt-fast", "spare llama", "main gpt-x")]
    [InlineData("gpt-5", "main gpt-5")]
    [InlineData("gpt-5-mini", "main gpt-5-mini", "spare gpt-5-mini")]
    [InlineData("mine", "main mine")]
    [InlineData("spare/gpt-fast", "spare gpt-fast")]
    [InlineData("main/a/b", "main a/b")]
    [InlineData("spare/deep", "spare spare/deep")]
    public void AModelOfTheDocument_GoesBeforePatterns_AndThoseBeforeAccountAndModel(string model, params string[] targets) =>
        Assert.Equal(targets, TargetsOf(Configs.Snapshot(TwoAccounts), model));

    public static TheoryData<string> Unknown() =>
    [
        "nothing", "GPT-5", "main/", "/gpt", "/", "", "other/x", "Main/x", "main",
        "gpt-\n", "gpt-é", "gpt-\0", "gpt-" + new string('x', 1000),
    ];

    [Theory]
    [MemberData(nameof(Unknown))]
    public void WhatNothingAnswersTo_IsNull(string model) => Assert.Null(Configs.Snapshot(TwoAccounts).Find(model));

    [Fact]
    public void AnAccountWithoutPatterns_AnswersToWhatTheCatalogueKnows()
    {
        var config = Configs.Snapshot("""{"accounts":[{"id":"a","provider":"openai"}]}""");
        Assert.Equal(["a gpt-4o"], TargetsOf(config, "gpt-4o"));
        Assert.Null(config.Find("claude-sonnet-4-5"));
        Assert.Contains("gpt-4o", config.ModelNames);
    }

    [Theory]
    [InlineData("openai", "gpt-4")]
    [InlineData("openai", "ada")]
    [InlineData("openai", "gpt-realtime")]
    [InlineData("anthropic", "claude-opus-4-0")]
    [InlineData("cohere", "command-light")]
    public void AModelThatIsShutDown_OrNotForRelay_IsNotListed_AndIsAskedForAllTheSame(string provider, string model)
    {
        var config = Configs.Snapshot($$"""{"accounts":[{"id":"a","provider":"{{provider}}"}]}""");
        Assert.DoesNotContain(model, config.ModelNames);
        Assert.Equal([$"a {model}"], TargetsOf(config, model));
    }

    [Fact]
    public void AModelThatHasAnotherNameNow_IsListedByThat()
    {
        var names = Configs.Snapshot("""{"accounts":[{"id":"a","provider":"google"}]}""").ModelNames;
        Assert.Contains("gemini-3-pro-image", names);
        Assert.DoesNotContain("gemini-3-pro-image-preview", names);
    }

    [Fact]
    public void AModelThatTheAccountNames_IsListed_WhateverThePriceListSays() =>
        Assert.Equal(["ada"], Configs.Snapshot("""{"accounts":[{"id":"a","provider":"openai","models":["ada"]}]}""").ModelNames);

    [Fact]
    public void AModelIsAskedForAtItsOwnProvider_NotWhereItsPriceIsKnown()
    {
        var config = Configs.Snapshot("""{"accounts":[{"id":"g","provider":"google"},{"id":"a","provider":"anthropic"}]}""");
        Assert.Equal(["a claude-sonnet-4-5"], TargetsOf(config, "claude-sonnet-4-5"));
        Assert.Equal(["a claude-sonnet-4-5"], TargetsOf(config, "a/claude-sonnet-4-5"));
        Assert.Equal(["g gemini-2.5-flash"], TargetsOf(config, "gemini-2.5-flash"));
    }

    [Fact]
    public void EveryNameThatIsListed_IsFound()
    {
        var accounts = Relay.Routing.Providers.ProviderCatalogue.Default.All
            .Where(provider => provider.Endpoints.Any(endpoint => endpoint is { Dialect: Dialect.OpenAIChat, BaseUrl: not null }))
            .Select(provider => new AccountConfig(provider.Id, provider.Id, null, null, null));
        var config = new ConfigSnapshot(new(), 0, [.. accounts], PriceBook.Default);
        Assert.True(config.ModelNames.Count > 500);
        Assert.All(config.ModelNames, name => Assert.NotNull(config.Find(name)));
    }

    [Fact]
    public void TheListOfNames_IsInOrder_EachOnce_WithoutPatterns() =>
        Assert.Equal(["gpt-fast", "mine", "spare/deep"], Configs.Snapshot(TwoAccounts).ModelNames);

    [Fact]
    public void AnAccountOfTheEnvironment_YieldsToTheDocuments_ByIdAndByProvider()
    {
        var config = Configs.Snapshot(
            """{"accounts":[{"id":"mine","provider":"openai"},{"id":"mistral","provider":"groq"}]}""",
            new AccountConfig("openai", "openai", null, "OPENAI_API_KEY", null),
            new AccountConfig("mistral", "mistral", null, "MISTRAL_API_KEY", null),
            new AccountConfig("deepseek", "deepseek", null, "DEEPSEEK_API_KEY", null));
        Assert.Equal(["mine", "mistral", "deepseek"], config.Accounts.Select(account => account.Id));
        Assert.Equal("groq", config.Accounts[1].Provider.Id);
    }

    [Fact]
    public void APriceOfOnesOwn_GoesBeforeTheCatalogue_TheFirstThatFitsWins()
    {
        var config = Configs.Snapshot("""
            {
              "accounts": [{"id":"a","provider":"openai"},{"id":"g","provider":"groq","models":["gpt-*"]}],
              "prices": [
                {"model":"gpt-4o","provider":"OpenAI","input":1,"cached_input":2,"cache_write":3,"output":4},
                {"model":"gpt-*","provider":"groq","input":5,"output":6},
                {"model":"gpt-4o","input":7,"output":8}
              ]
            }
            """);
        var targets = config.Find("gpt-4o")!.Targets;
        var own = targets[0].PriceAt(Now)!;
        Assert.Equal("config/7/gpt-4o", own.Id);
        Assert.Equal(new Rates { Input = 1, CachedInput = 2, CacheWrite = 3, Output = 4 }, own.Rates);
        Assert.Equal(("config/7/gpt-*", 5m), (targets[1].PriceAt(Now)!.Id, targets[1].PriceAt(Now)!.Rates.Input));
        Assert.StartsWith("openai/", config.Find("a/gpt-4o-mini")!.Targets[0].PriceAt(Now)!.Id, StringComparison.Ordinal);
        Assert.Null(config.Find("g/llama-of-nobody")!.Targets[0].PriceAt(Now));
    }

    [Fact]
    public void NamesThatCallersMakeUp_AreNotKeptWithoutEnd()
    {
        var config = Configs.Snapshot(TwoAccounts);
        for (var i = 0; i < 3000; i++) Assert.NotNull(config.Find($"gpt-{i}"));
        // What is kept is the same object again; what is not is made anew each time.
        var kept = Enumerable.Range(0, 3000).Count(i => ReferenceEquals(config.Find($"gpt-{i}"), config.Find($"gpt-{i}")));
        Assert.Equal(1000, kept);
    }

    [Theory]
    [InlineData("https://example.com/v1", "https://example.com/v1/chat/completions")]
    [InlineData("https://example.com/v1/", "https://example.com/v1/chat/completions")]
    [InlineData("http://127.0.0.1:11434", "http://127.0.0.1:11434/chat/completions")]
    public void ABaseUrl_MayEndInASlash(string url, string chat) => Assert.Equal(chat,
        Configs.Snapshot($$"""{"accounts":[{"id":"a","provider":"openai","base_url":"{{url}}"}]}""").Accounts[0]
            .EndpointFor(Dialect.OpenAIChat)!.UrlOf("m", Configs.Request(Dialect.OpenAIChat)).ToString());

    private static IEnumerable<string> TargetsOf(ConfigSnapshot config, string model) =>
        config.Find(model)!.Targets.Select(target => $"{target.Account.Id} {target.Model}");
}
