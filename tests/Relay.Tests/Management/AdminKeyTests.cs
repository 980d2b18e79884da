using System.Text.Json.Nodes;
using Relay.Management;

namespace Relay.Tests.Management;

/// <summary>More admin keys than the first, so that one can be changed for another with nothing standing still.</summary>
public sealed class AdminKeyTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyEndpoints Keys => _bench.Get<KeyEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task AnAdminKey_IsMadeByAnother_AndMayEndThatOne()
    {
        var (id, text) = await MakeAsync("""{"role":"admin","name":"zoe","member":"zoe"}""");
        Assert.Equal("admin", (string?)JsonNode.Parse((await ShowAsync(id)).Body)!["role"]);

        var ended = await ManagementBench.CallAsync(text, http => Keys.DeleteAsync(http, _bench.Admin.Id, Token));
        Assert.Equal(204, ended.Status);
        Assert.Equal((401, "invalid_api_key", null), (await ShowAsync(id)).Error);
        Assert.Equal(200, (await ManagementBench.CallAsync(text, http => Keys.GetAsync(http, id, Token))).Status);
    }

    [Fact]
    public async Task TheLastOne_IsSafe_ForNoneEndsItself()
    {
        var (id, text) = await MakeAsync("""{"role":"admin"}""");
        Assert.Equal(204, (await ManagementBench.CallAsync(text, http => Keys.DeleteAsync(http, _bench.Admin.Id, Token))).Status);

        var answer = await ManagementBench.CallAsync(text, http => Keys.DeleteAsync(http, id, Token));
        Assert.Equal((400, "invalid_field", "id"), answer.Error);
        Assert.Contains("An admin key cannot delete itself. Make another with POST /api/keys", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAdminKeyThatIsSwitchedOff_ManagesNothing_UntilItIsOnAgain()
    {
        var (id, text) = await MakeAsync("""{"role":"admin"}""");
        foreach (var (disabled, status) in new[] { ("true", 401), ("false", 200) })
        {
            await _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: $$"""{"disabled":{{disabled}}}""");
            Assert.Equal(status, (await ManagementBench.CallAsync(text, http => Keys.ListAsync(http, Token))).Status);
        }
    }

    [Fact]
    public async Task AnAdminKeyWithAnEnd_EndsThen()
    {
        var (_, text) = await MakeAsync("""{"role":"admin","expires_at":"2026-01-01T01:00:00Z"}""");
        Assert.Equal(200, (await ManagementBench.CallAsync(text, http => Keys.ListAsync(http, Token))).Status);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((401, "expired_api_key", null), (await ManagementBench.CallAsync(text, http => Keys.ListAsync(http, Token))).Error);
    }

    [Fact]
    public async Task AnAdminKey_CallsNoModels_AndTakesNoLimitOnCalls()
    {
        var (id, text) = await MakeAsync("""{"role":"admin"}""");
        var models = await ManagementBench.CallAsync(text, http => _bench.Get<ModelEndpoints>().ListAsync(http, Token));
        Assert.Equal((403, "wrong_key_role", null), models.Error);
        var change = await _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: """{"max_concurrency":5}""");
        Assert.Equal((400, "invalid_field", "max_concurrency"), change.Error);
    }

    [Fact]
    public async Task ARelayKey_MakesNoKey()
    {
        var (_, text) = await MakeAsync("""{"role":"caller"}""");
        var answer = await ManagementBench.CallAsync(text, http => Keys.CreateAsync(http, Token), body: """{"role":"admin"}"""u8.ToArray());
        Assert.Equal((403, "wrong_key_role", null), answer.Error);
    }

    [Fact]
    public async Task TheAudit_SaysWhoMadeAnAdminKey()
    {
        var (id, _) = await MakeAsync("""{"role":"admin"}""");
        var answer = await _bench.CallAsync(http => _bench.Get<AuditEndpoints>().ListAsync(http, Token));
        var entry = JsonNode.Parse(answer.Body)!["data"]![0]!;
        Assert.Equal(
            (_bench.Admin.Id, "key.made", id, "admin"),
            ((string?)entry["by"], (string?)entry["action"], (string?)entry["subject"], (string?)entry["after"]!["role"]));
    }

    private async Task<(string Id, string Text)> MakeAsync(string body)
    {
        var answer = await _bench.CallAsync(http => Keys.CreateAsync(http, Token), body: body);
        Assert.Equal(201, answer.Status);
        var made = JsonNode.Parse(answer.Body)!;
        return ((string)made["id"]!, (string)made["key"]!);
    }

    private Task<ManagementBench.Answer> ShowAsync(string id) => _bench.CallAsync(http => Keys.GetAsync(http, id, Token));
}
