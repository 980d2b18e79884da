using System.Text.Json.Nodes;
using Relay.Management;
using Relay.Tests.Forwarding.Credentials;

namespace Relay.Tests.Management;

public sealed class AccountEndpointsTests : IAsyncLifetime
{
    private const string Config = """
        {"accounts":[
          {"id":"fine","provider":"openai","secret":"A"},
          {"id":"wrong","provider":"openai","secret":"B"},
          {"id":"token","provider":"openai","auth":"oauth2","token_url":"https://t.example","client_id":"c","client_secret":"C","refresh_token":"A"}]}
        """;

    private readonly Secrets _secrets = new();
    private readonly ManagementBench _bench;

    public AccountEndpointsTests()
    {
        _secrets.Stored["A"] = "canary-value";
        _bench = new(_secrets);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task AConfigThatNamesMissingSecrets_IsAccepted_AndEachIsListedWithItsAccount_UntilItIsThere()
    {
        Assert.Equal(2, JsonNode.Parse((await _bench.PutConfigAsync(Config)).Body)!["warnings"]!.AsArray().Count);

        Assert.Equal(
            [("fine", "[]"), ("wrong", """[{"secret":"B","fault":"missing"}]"""), ("token", """[{"secret":"C","fault":"missing"}]""")],
            await _bench.CredentialFaultsAsync());

        (_secrets.Stored["B"], _secrets.Stored["C"]) = ("canary-value", "canary-value");
        Assert.Equal(["[]", "[]", "[]"], (await _bench.CredentialFaultsAsync()).Select(account => account.Faults));
    }

    [Fact]
    public async Task OnlyAnAdmin_LearnsWhy()
    {
        await _bench.PutConfigAsync(Config);
        var made = await _bench.CallAsync(http => _bench.Get<KeyEndpoints>().CreateAsync(http, Token), body: "{}");
        var key = (string)JsonNode.Parse(made.Body)!["key"]!;

        var answer = await ManagementBench.CallAsync(key, http => _bench.Get<AccountEndpoints>().ListAsync(http, Token));
        Assert.Equal((403, "wrong_key_role", null), answer.Error);
        Assert.DoesNotContain("missing", answer.Body, StringComparison.Ordinal);
    }
}
