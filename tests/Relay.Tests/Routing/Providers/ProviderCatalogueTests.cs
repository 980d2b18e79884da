using Relay.Dialects;
using Relay.Dialects.OpenAIChat;
using Relay.Ledger.Prices;
using Relay.Routing.Providers;

namespace Relay.Tests.Routing.Providers;

public sealed class ProviderCatalogueTests
{
    private static readonly IReadOnlyList<Provider> All = ProviderCatalogue.Default.All;

    [Fact]
    public void TheList_HasFortyRealProviders_AndTheSandbox()
    {
        Assert.True(All.Count(provider => provider.Id != "sandbox") >= 40);
        Assert.NotNull(ProviderCatalogue.Default.Find("sandbox"));
    }

    [Fact]
    public void Ids_AndKeyVariables_AreUnique()
    {
        Assert.Equal(All.Count, All.Select(provider => provider.Id.ToUpperInvariant()).Distinct().Count());
        var variables = All.Select(provider => provider.KeyVariable).OfType<string>().ToList();
        Assert.Equal(variables.Count, variables.Distinct().Count());
        Assert.All(variables, variable => Assert.Matches("^[A-Z][A-Z0-9_]+$", variable));
    }

    [Fact]
    public void BaseUrls_AreHttps_ExceptOnThisMachine_AndHaveNoSlashAtTheEnd()
    {
        var urls = All.SelectMany(provider => provider.Endpoints).Select(endpoint => endpoint.BaseUrl).OfType<string>();
        Assert.All(urls, text =>
        {
            var url = new Uri(text);
            Assert.Equal(url.Host == "localhost" ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, url.Scheme);
            Assert.Equal("", url.Query + url.Fragment + url.UserInfo);
            Assert.False(text.EndsWith('/'));
        });
    }

    [Fact]
    public void Endpoints_SpeakKnownDialects_OnceEach()
    {
        Assert.All(All, provider =>
        {
            Assert.Equal(provider.Endpoints.Count, provider.Endpoints.Select(endpoint => endpoint.Dialect).Distinct().Count());
            // Each can be called for any caller, in its own words or translated.
            Assert.NotEmpty(provider.Endpoints);
        });
    }

    [Fact]
    public void EachProvider_CitesItsDocumentation()
    {
        Assert.All(All.Where(provider => provider.Id != "sandbox"), provider =>
            Assert.Equal(Uri.UriSchemeHttps, new Uri(provider.Documentation).Scheme));
    }

    [Fact]
    public void OnlyTheSandbox_WasTried() =>
        Assert.Equal(["sandbox"], All.Where(provider => provider.Tried).Select(provider => provider.Id));

    [Fact]
    public void NamedPrices_AreInThePriceList()
    {
        var named = All.Select(provider => provider.Prices).OfType<string>().ToList();
        Assert.True(named.Count >= 20);
        Assert.All(named, prices => Assert.NotEmpty(PriceBook.Default.ListedModelsOf(prices)));
    }

    [Theory]
    [InlineData("openai", "Authorization", "Bearer k")]
    [InlineData("azure-openai", "api-key", "k")]
    public void AKey_IsSentAsTheProviderWantsIt(string id, string header, string value)
    {
        var auth = ProviderCatalogue.Default.Find(id)!.Endpoints[0].Auth;
        Assert.Equal(header, auth.Name);
        Assert.Equal(value, auth.ValueFor("k"));
    }

    [Fact]
    public void StreamOptions_AreRefusedByTheProvidersThatSaySo()
    {
        var refusing = All.Where(provider => provider.Endpoints[0].Chat.RefusesStreamOptions);
        Assert.Equal(["mistral", "cohere"], refusing.Select(provider => provider.Id));
        // Where Relay adds none, the caller's own is left out too.
        var leaving = All.Where(provider => provider.Endpoints[0].Fields?.Refuses?.Contains("stream_options") == true);
        Assert.Equal(["mistral", "cohere"], leaving.Select(provider => provider.Id));
    }

    [Fact]
    public void FieldsThatAreLeftOut_HaveASource_AndNoneOfThemIsTheQuestion()
    {
        var known = All.SelectMany(provider => provider.Endpoints).Select(endpoint => endpoint.Fields).OfType<EndpointFields>().ToList();
        Assert.True(known.Count >= 5);
        Assert.All(known, static fields =>
        {
            Assert.NotEmpty(fields.Sources);
            Assert.All(fields.Sources, static source => Assert.True(Uri.TryCreate(source, UriKind.Absolute, out _), source));
            string[] question = ["model", "messages", "tools", "tool_choice", "stream", "n", "logit_bias", "response_format", "max_tokens", "stop"];
            Assert.Empty((fields.Refuses ?? []).Concat((fields.Models ?? []).SelectMany(static some => some.Fixed.Keys)).Intersect(question));
        });
    }

    [Theory]
    [InlineData("openai", true, null)]
    [InlineData("azure-openai", true, null)]
    [InlineData("deepseek", false, "reasoning_content")]
    [InlineData("groq", false, null)]
    public void WhatAProviderMakesOfChat_IsData(string id, bool takesOpenAIsWords, string? reasoning)
    {
        var form = ProviderCatalogue.Default.Find(id)!.Endpoint(Dialect.OpenAIChat)!.Chat;
        Assert.Equal((takesOpenAIsWords ? ChatProviderForm.OpenAI : new()) with { ReasoningField = reasoning }, form);
    }

    [Fact]
    public void AnUnknownId_IsNull_AndCaseDoesNotMatter()
    {
        Assert.Null(ProviderCatalogue.Default.Find("nobody"));
        Assert.Equal("openai", ProviderCatalogue.Default.Find("OpenAI")?.Id);
    }
}
