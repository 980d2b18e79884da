using System.Text.Json.Nodes;
using Relay.Dialects;
using Relay.Gate;
using Relay.Management;
using Relay.Routing.Config;

namespace Relay.Tests.Management;

public sealed class ModelEndpointsTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ModelEndpoints Models => _bench.Get<ModelEndpoints>();

    public async ValueTask InitializeAsync()
    {
        await _bench.StartAsync();
        await _bench.Get<ConfigStore>().PutAsync("""
            {
              "accounts": [{"id":"a","provider":"groq","models":["one","team/secret","gpt-*"]}],
              "models": [{"name":"fast","targets":[{"account":"a","model":"one"}]}]
            }
            """u8.ToArray(), null, "k", null, Token);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task AKeyForEverything_SeesEveryName()
    {
        var answer = await ListAsync(await MakeKeyAsync());
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"object":"list","data":[{"id":"fast","object":"model","created":0,"owned_by":"groq"},{"id":"one","object":"model","created":0,"owned_by":"groq"},{"id":"team/secret","object":"model","created":0,"owned_by":"groq"}]}""", answer.Body);
    }

    [Fact]
    public async Task AKeyForSome_SeesThose() =>
        Assert.Equal("""{"object":"list","data":[{"id":"one","object":"model","created":0,"owned_by":"groq"}]}""",
            (await ListAsync(await MakeKeyAsync("o*"))).Body);

    [Theory]
    [InlineData("fast")]
    [InlineData("team/secret")]
    [InlineData("gpt-by-pattern")]
    [InlineData("a/anything")]
    public async Task OneModel_IsShown_AlsoByPattern(string id) => Assert.Equal(
        $$"""{"id":"{{id}}","object":"model","created":0,"owned_by":"groq"}""", (await GetAsync(await MakeKeyAsync(), id)).Body);

    [Fact]
    public async Task AModelThatTheKeyMayNotUse_IsNotThere()
    {
        var answer = await GetAsync(await MakeKeyAsync("o*"), "team/secret");
        Assert.Equal((404, "model_not_found", "model"), answer.Error);
        Assert.Equal("The model `team/secret` does not exist here. GET /v1/models lists the models there are.",
            (string?)JsonNode.Parse(answer.Body)!["error"]!["message"]);
    }

    [Fact]
    public async Task AnAdminKey_CallsNoModels() =>
        Assert.Equal((403, "wrong_key_role", null), (await ListAsync(_bench.AdminText)).Error);

    [Fact]
    public async Task EveryProviderWithAKey_CanBeListed()
    {
        var accounts = string.Join(',', Relay.Routing.Providers.ProviderCatalogue.Default.All
            .Where(provider => provider.Endpoint(Dialect.OpenAIChat) is not null)
            .Select((provider, index) => $$"""{"id":"p{{index}}","provider":"{{provider.Id}}","base_url":"https://example.com"}"""));
        var store = _bench.Get<ConfigStore>();
        await store.PutAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"accounts":[{{accounts}}]}"""),
            await store.GetHeadAsync(Token), "k", null, Token);
        Assert.Equal(200, (await ListAsync(await MakeKeyAsync())).Status);
    }

    private async Task<string> MakeKeyAsync(params string[] models) => (await _bench.Get<KeyMaker>().MakeAsync(
        "", KeyRole.Caller, "default", null, models, null, null, Token)).Text;

    private Task<ManagementBench.Answer> ListAsync(string key) => ManagementBench.CallAsync(key, http => Models.ListAsync(http, Token));

    private Task<ManagementBench.Answer> GetAsync(string key, string id) =>
        ManagementBench.CallAsync(key, http => Models.GetAsync(http, id, Token));
}
