using System.Text;
using System.Text.Json.Nodes;
using Relay.Gate;
using Relay.Management;
using Relay.Storage;

namespace Relay.Tests.Management;

public sealed class KeyEndpointsTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyEndpoints Keys => _bench.Get<KeyEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task ANewKey_IsShownWhole_ThisOnce()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var answer = await CreateAsync("""
            {"name":"ci","project":"search","member":"zoe","models":["gpt-*"],"expires_at":"2026-02-01T00:00:00Z"}
            """);
        var key = JsonNode.Parse(answer.Body)!;
        var (id, text) = ((string)key["id"]!, (string)key["key"]!);
        Assert.Equal(201, answer.Status);
        Assert.Equal($$"""{"key":"{{text}}","id":"{{id}}","name":"ci","role":"caller","project":"search","member":"zoe","models":["gpt-*"],"created_at":"2026-01-01T00:00:01+00:00","expires_at":"2026-02-01T00:00:00+00:00","max_concurrency":null,"disabled":false}""", answer.Body);
        Assert.Equal(("no-store", "application/json; charset=utf-8"), (answer.Headers["Cache-Control"], answer.Headers["Content-Type"]));
        Assert.True(KeyText.TryParse(text, out _, out _));

        var listed = await ListAsync();
        Assert.Equal($$"""{"data":[{"id":"{{_bench.Admin.Id}}","name":"admin","role":"admin","project":"default","member":null,"models":[],"created_at":"2026-01-01T00:00:00+00:00","expires_at":null,"max_concurrency":null,"disabled":false},{"id":"{{id}}","name":"ci","role":"caller","project":"search","member":"zoe","models":["gpt-*"],"created_at":"2026-01-01T00:00:01+00:00","expires_at":"2026-02-01T00:00:00+00:00","max_concurrency":null,"disabled":false}],"continuation":null}""",
            listed.Body);
    }

    [Fact]
    public async Task ASecretOrItsHash_IsNeverSeenAgain_AndInNoTable()
    {
        var made = JsonNode.Parse((await CreateAsync("{}")).Body)!;
        Assert.True(KeyText.TryParse((string)made["key"]!, out _, out var span));
        var secret = span.ToString();
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(secret, hash);
        var seen = (await ListAsync()).Body + (await ChangeAsync((string)made["id"]!, """{"disabled":true}""")).Body
            + string.Concat(_bench.Tables.Rows(KeyStore.Table).SelectMany(row => row.Properties)
                .Select(property => property.Value.Kind == TableValueKind.String ? property.Value.AsString() : ""));
        Assert.DoesNotContain(secret, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(hash), seen, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(hash), seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEmptyObject_MakesAKeyForEverything()
    {
        var key = JsonNode.Parse((await CreateAsync("{}")).Body)!;
        Assert.Equal(("", "default", null, 0), ((string)key["name"]!, (string)key["project"]!, (string?)key["member"], key["models"]!.AsArray().Count));
    }

    [Fact]
    public async Task ADisabledKey_StopsAtOnce_AndComesBack()
    {
        var made = JsonNode.Parse((await CreateAsync("{}")).Body)!;
        var (id, text) = ((string)made["id"]!, (string)made["key"]!);
        Assert.Equal(200, (await ModelsAsync(text)).Status);
        var changed = await ChangeAsync(id, """{"disabled":true}""");
        Assert.Equal((200, true), (changed.Status, (bool)JsonNode.Parse(changed.Body)!["disabled"]!));
        Assert.Equal((401, "disabled_api_key", null), (await ModelsAsync(text)).Error);
        await ChangeAsync(id, """{"disabled":false}""");
        Assert.Equal(200, (await ModelsAsync(text)).Status);
    }

    [Fact]
    public async Task ADeletedKey_StopsAtOnce_ForGood()
    {
        var made = JsonNode.Parse((await CreateAsync("{}")).Body)!;
        var (id, text) = ((string)made["id"]!, (string)made["key"]!);
        Assert.Equal(200, (await ModelsAsync(text)).Status);
        var deleted = await DeleteAsync(id);
        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.Equal((401, "invalid_api_key", null), (await ModelsAsync(text)).Error);
        Assert.Equal((404, "not_found", null), (await DeleteAsync(id)).Error);
        Assert.Equal((404, "not_found", null), (await ChangeAsync(id, """{"disabled":false}""")).Error);
    }

    [Fact]
    public async Task AnAdminKey_CannotEndItself()
    {
        Assert.Equal((400, "invalid_field", "id"), (await ChangeAsync(_bench.Admin.Id, """{"disabled":true}""")).Error);
        Assert.Equal((400, "invalid_field", "id"), (await DeleteAsync(_bench.Admin.Id)).Error);
        Assert.Equal(200, (await ListAsync()).Status);
    }

    [Fact]
    public async Task Pages_JoinToTheWhole()
    {
        for (var i = 0; i < 5; i++)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            await CreateAsync($$"""{"name":"{{i}}"}""");
        }

        var names = new List<string>();
        string? continuation = null;
        do
        {
            var page = JsonNode.Parse((await ListAsync($"?limit=2&continuation={continuation}")).Body)!;
            names.AddRange(page["data"]!.AsArray().Select(key => (string)key!["name"]!));
            continuation = (string?)page["continuation"];
        }
        while (continuation is not null);
        Assert.Equal(["admin", "0", "1", "2", "3", "4"], names);
    }

    [Fact]
    public async Task WithoutStorage_ItSaysSo_AndWhenToComeBack()
    {
        await ListAsync();
        _bench.Tables.Fault = TableFault.Unavailable;
        var answer = await ListAsync();
        Assert.Equal((503, "storage_unavailable", null), answer.Error);
        Assert.Equal("2", answer.Headers["Retry-After"]);
    }

    [Fact]
    public async Task ARelayKey_ManagesNothing()
    {
        var text = (string)JsonNode.Parse((await CreateAsync("{}")).Body)!["key"]!;
        Assert.Equal((403, "wrong_key_role", null), (await ManagementBench.CallAsync(text, http => Keys.ListAsync(http, Token))).Error);
        Assert.Equal((403, "wrong_key_role", null),
            (await ManagementBench.CallAsync(text, http => Keys.CreateAsync(http, Token), body: Encoding.UTF8.GetBytes("{}"))).Error);
    }

    private Task<ManagementBench.Answer> CreateAsync(string body) => _bench.CallAsync(http => Keys.CreateAsync(http, Token), body: body);

    private Task<ManagementBench.Answer> ListAsync(string query = "") => _bench.CallAsync(http => Keys.ListAsync(http, Token), query);

    private Task<ManagementBench.Answer> ChangeAsync(string id, string body) =>
        _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: body);

    private Task<ManagementBench.Answer> DeleteAsync(string id) => _bench.CallAsync(http => Keys.DeleteAsync(http, id, Token));

    private Task<ManagementBench.Answer> ModelsAsync(string key) =>
        ManagementBench.CallAsync(key, http => _bench.Get<ModelEndpoints>().ListAsync(http, Token));
}
