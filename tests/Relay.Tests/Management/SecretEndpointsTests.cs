using Relay.Management;
using Relay.Storage;
using Relay.Tests.Forwarding.Credentials;

namespace Relay.Tests.Management;

public sealed class SecretEndpointsTests : IAsyncLifetime
{
    private const string Value = "canary-value-93b1";

    private readonly Secrets _secrets = new();
    private readonly ManagementBench _bench;

    public SecretEndpointsTests() => _bench = new(_secrets);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task ASecretThatIsSet_IsThere_AndItsValueIsNowhereInTheAnswer()
    {
        var answer = await PutAsync("OPENAI_API_KEY", $$"""{"value":" {{Value}}\n"}""");

        Assert.Equal(
            (200, """{"name":"OPENAI_API_KEY","version":"v2","created_at":null,"age_seconds":null,"accounts":[],"fault":null}""", "no-store"),
            (answer.Status, answer.Body, answer.Headers["Cache-Control"]));
        Assert.Equal(Value, _secrets.Stored["OPENAI_API_KEY"]);
    }

    [Fact]
    public async Task TheList_NamesTheAccountsThatUseASecret()
    {
        _secrets.Stored["A"] = Value;
        _secrets.Stored["B"] = Value;
        await _bench.PutConfigAsync("""{"accounts":[{"id":"one","provider":"openai","secret":"A"},{"id":"two","provider":"groq","secret":"A"}]}""");

        var answer = await _bench.CallAsync(http => Endpoints.ListAsync(http, Token));
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"data":[{"name":"A","version":"v1","created_at":null,"age_seconds":null,"accounts":["one","two"],"fault":null},"""
            + """{"name":"B","version":"v1","created_at":null,"age_seconds":null,"accounts":[],"fault":null}],"read_only":null}""",
            answer.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"canary-value-93b1\"")]
    [InlineData("{}")]
    [InlineData("""{"value":""}""")]
    [InlineData("""{"value":"  \n"}""")]
    [InlineData("""{"value":17}""")]
    [InlineData("""{"value":"canary-value-93b1\u0000"}""")]
    [InlineData("""{"value":"canary-value-93b1","vault":"x"}""")]
    [InlineData("""{"value":"a","value":"canary-value-93b1"}""")]
    [InlineData("{\"value\":\"canary-value-93b1")]
    public async Task ABodyThatIsWrong_IsRefused_AndNotQuoted(string body)
    {
        var answer = await PutAsync("A", body);
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("canary", answer.Body, StringComparison.Ordinal);
        Assert.Empty(_secrets.Stored);
    }

    [Theory]
    [InlineData(25_000, 200)]
    [InlineData(25_001, 400)]
    [InlineData(300_000, 413)]
    public async Task AValue_HasAnEnd(int length, int status) =>
        Assert.Equal(status, (await PutAsync("A", $$"""{"value":"{{new string('x', length)}}"}""")).Status);

    [Theory]
    [InlineData("a.b")]
    [InlineData("sk-canary-0123456789")]
    [InlineData("")]
    public async Task ANameThatIsNone_IsRefused_AndNotQuoted(string name)
    {
        var answer = await PutAsync(name, """{"value":"x"}""");
        Assert.Equal((400, "invalid_field", "name"), answer.Error);
        Assert.DoesNotContain("canary", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereTheyAreNotRelaysToSet_TheAnswerSaysWhatToDo()
    {
        _secrets.ReadOnly = "Set it in the vault.";
        var answer = await PutAsync("A", """{"value":"x"}""");
        Assert.Equal((403, "secrets_read_only", null), answer.Error);
        Assert.Contains("Set it in the vault.", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SecretFault.Denied, 503, "secret_unavailable", "5")]
    [InlineData(SecretFault.Unreachable, 503, "secret_unavailable", "5")]
    [InlineData(SecretFault.Deleted, 409, "version_conflict", null)]
    public async Task AStoreThatFails_IsSaidToTheAdmin(SecretFault fault, int status, string code, string? retryAfter)
    {
        _secrets.Failure = new(fault, "It is so.");
        var answer = await PutAsync("A", """{"value":"x"}""");
        Assert.Equal((status, code, null), answer.Error);
        Assert.Equal(retryAfter, answer.Headers.GetValueOrDefault("Retry-After"));
    }

    [Fact]
    public async Task ACallersKey_SeesAndSetsNothing()
    {
        var made = await _bench.CallAsync(http => _bench.Get<KeyEndpoints>().CreateAsync(http, Token), body: "{}");
        var key = (string)System.Text.Json.Nodes.JsonNode.Parse(made.Body)!["key"]!;

        Assert.Equal(403, (await ManagementBench.CallAsync(key, http => Endpoints.ListAsync(http, Token))).Status);
        Assert.Equal(403, (await ManagementBench.CallAsync(key, http => Endpoints.PutAsync(http, "A", Token), body: "{\"value\":\"x\"}"u8.ToArray())).Status);
        Assert.Empty(_secrets.Stored);
    }

    [Fact]
    public async Task AConfigThatNamesAMissingSecret_IsAccepted_WithAWarning()
    {
        _secrets.Stored["A"] = Value;
        var answer = await _bench.PutConfigAsync("""
            {"accounts":[{"id":"one","provider":"openai","secret":"A"},
              {"id":"two","provider":"openai","auth":"oauth2","token_url":"https://t.example","client_id":"c","client_secret":"B"}]}
            """);

        Assert.Equal(
            """{"version":1,"warnings":[{"path":"$.accounts[1]","message":"names the secret B, which cannot be had now (missing); until it can, the account serves no call"}]}""",
            answer.Body);
    }

    private SecretEndpoints Endpoints => _bench.Get<SecretEndpoints>();

    private Task<ManagementBench.Answer> PutAsync(string name, string body) =>
        _bench.CallAsync(http => Endpoints.PutAsync(http, name, Token), body: body);
}
