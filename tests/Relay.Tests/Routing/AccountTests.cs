using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Routing;
using Relay.Routing.Providers;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class AccountTests
{
    private static readonly Provider Provider = new()
    {
        Id = "p",
        Name = "P",
        Endpoints =
        [
            Endpoint(Dialect.OpenAIResponses, "https://p.example/v1"),
            Endpoint(Dialect.OpenAIChat, "https://p.example/v1"),
            Endpoint(Dialect.Gemini, "https://p.example/v1beta"),
        ],
        KeyVariable = null,
        Prices = null,
        Documentation = "",
        Read = true,
        Tried = false,
    };

    [Theory]
    [InlineData("OpenAIChat", false, "https://p.example/v1/chat/completions")]
    [InlineData("OpenAIResponses", true, "https://p.example/v1/responses")]
    [InlineData("Gemini", false, "https://p.example/v1beta/models/a%2Fb:generateContent")]
    [InlineData("Gemini", true, "https://p.example/v1beta/models/a%2Fb:streamGenerateContent?alt=sse")]
    [InlineData("Anthropic", false, "https://p.example/v1/responses")]
    public void ACaller_IsServedInItsOwnDialectOrInOneThatItIsTranslatedTo(string caller, bool stream, string url)
    {
        var dialect = Enum.Parse<Dialect>(caller);
        Assert.Equal(url, new Account("a", Provider, null, null, null)
            .EndpointFor(dialect)?.UrlOf("a/b", Configs.Request(dialect, stream)).AbsoluteUri);
    }

    [Fact]
    public void OnlyTheDialectsThatItIsSaidToSpeak_AreCalled_AndOthersAreTranslatedToTheFirst()
    {
        var account = new Account("a", Provider, null, null, null, [Dialect.Gemini, Dialect.OpenAIChat]);

        Assert.Equal([Dialect.Gemini, Dialect.OpenAIChat], account.Endpoints.Select(endpoint => endpoint.Dialect));
        Assert.Equal(Dialect.OpenAIChat, account.EndpointFor(Dialect.OpenAIChat)!.Dialect);
        Assert.Equal(Dialect.Gemini, account.EndpointFor(Dialect.OpenAIResponses)!.Dialect);
    }

    [Fact]
    public void AnAddressOfTheAccountsOwn_StandsForTheFirstEndpointAndThoseBesideIt() => Assert.Equal(
        ["http://mine/x/responses", "http://mine/x/chat/completions"],
        new Account("a", Provider, "http://mine/x/", null, null).Endpoints.Select(endpoint => endpoint.UrlOf("m", Configs.Request(endpoint.Dialect)).ToString()));

    [Fact]
    public void AnAccountWithAVersion_NamesTheDeployment_WhereItIsOpenAIChats()
    {
        var account = new Account("a", ProviderCatalogue.Default.Find("azure-openai")!, "https://r.example/openai/", null, null, apiVersion: "2024-10-21");
        var held = Configs.Request(Dialect.OpenAIResponses) with
        {
            Operation = OperationCatalogue.OfHeld("GET", "responses/resp_1", out _), HeldId = "resp_1", Query = "?stream=true",
        };
        var embeddings = Configs.Request(Dialect.OpenAIChat) with { Operation = OperationCatalogue.AtPath("embeddings") };

        var (chat, responses) = (account.EndpointFor(Dialect.OpenAIChat)!, account.EndpointFor(Dialect.OpenAIResponses)!);

        Assert.Equal(
            [
                "https://r.example/openai/deployments/my%2Fgpt/chat/completions?api-version=2024-10-21",
                "https://r.example/openai/deployments/my%2Fgpt/embeddings?api-version=2024-10-21",
                "https://r.example/openai/responses?api-version=2024-10-21",
                "https://r.example/openai/responses/resp_1?stream=true&api-version=2024-10-21",
                "https://r.example/openai/models?api-version=2024-10-21",
            ],
            new[]
            {
                chat.UrlOf("my/gpt", Configs.Request(Dialect.OpenAIChat)), chat.UrlOf("my/gpt", embeddings),
                responses.UrlOf("my/gpt", Configs.Request(Dialect.OpenAIResponses)), responses.UrlOf("my/gpt", held), chat.ModelsUrl,
            }.Select(url => url.AbsoluteUri));
    }

    [Fact]
    public void WithoutAnyAddress_ThereIsNoAccount() => Assert.Throws<ArgumentException>(() =>
        new Account("a", Provider with { Endpoints = [Endpoint(Dialect.OpenAIChat, null)] }, null, null, null));

    private static ProviderEndpoint Endpoint(Dialect dialect, string? url) =>
        new() { Dialect = dialect, BaseUrl = url, Auth = new("Authorization", "Bearer ") };
}
