using System.Text.Json.Nodes;
using Relay.Management;
using Relay.Storage;
using Relay.Tests.Forwarding.Credentials;

namespace Relay.Tests.Management;

public sealed class AuditEndpointsTests : IAsyncLifetime
{
    private const string Value = "canary-value";

    private readonly Secrets _secrets = new();
    private readonly ManagementBench _bench;

    public AuditEndpointsTests() => _bench = new(_secrets);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyEndpoints Keys => _bench.Get<KeyEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task EachChange_IsThere_WithWho_What_BeforeAndAfter_NewestFirst()
    {
        _bench.Tables.AfterWrite = (_, _) =>
        {
            _bench.Time.Advance(TimeSpan.FromTicks(1));
            return Task.CompletedTask;
        };
        var made = JsonNode.Parse((await MakeAsync("""{"name":"n","models":["gpt-*"]}""")).Body)!;
        var id = (string)made["id"]!;
        await _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: """{"disabled":true}""");
        await _bench.CallAsync(http => Keys.DeleteAsync(http, id, Token));
        await _bench.PutConfigAsync("{}");
        await _bench.CallAsync(http => _bench.Get<ConfigEndpoints>().PutAsync(http, Token), body: "{}", headers: ("If-Match", "\"1\""));
        await _bench.CallAsync(http => _bench.Get<SecretEndpoints>().PutAsync(http, "MY_KEY", Token), body: $$"""{"value":"{{Value}}"}""");

        var (entries, continuation) = await ListAsync();

        Assert.Null(continuation);
        Assert.All(entries, entry => Assert.Equal(_bench.Admin.Id, (string)entry["by"]!));
        Assert.Equal(
            [("secret.set", "MY_KEY"), ("config.put", "config"), ("config.put", "config"), ("key.deleted", id), ("key.changed", id), ("key.made", id)],
            entries.Select(entry => ((string)entry["action"]!, (string)entry["subject"]!)));
        made.AsObject().Remove("key");
        var disabled = made.DeepClone();
        disabled["disabled"] = true;
        Assert.Equal(
            [
                (null, """{"version":"v2"}"""), ("""{"version":"1"}""", """{"version":"2"}"""), (null, """{"version":"1"}"""),
                (disabled.ToJsonString(), null), (made.ToJsonString(), disabled.ToJsonString()), (null, made.ToJsonString()),
            ],
            entries.Select(entry => (entry["before"]?.ToJsonString(), entry["after"]?.ToJsonString())));
    }

    [Fact]
    public async Task NoSecret_NorTheTextOfAKey_IsInTheTable()
    {
        var text = (string)JsonNode.Parse((await MakeAsync("{}")).Body)!["key"]!;
        await _bench.CallAsync(http => _bench.Get<SecretEndpoints>().PutAsync(http, "MY_KEY", Token), body: $$"""{"value":"{{Value}}"}""");

        var answer = await _bench.CallAsync(http => _bench.Get<AuditEndpoints>().ListAsync(http, Token));

        Assert.DoesNotContain(Value, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('-')[^1], answer.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task WhatWasRefused_IsNoChange()
    {
        await MakeAsync("""{"max_concurrency":-1}""");
        await _bench.CallAsync(http => Keys.ChangeAsync(http, "abcdefghjkmn", Token), body: """{"disabled":true}""");
        await _bench.CallAsync(http => Keys.DeleteAsync(http, _bench.Admin.Id, Token));
        await _bench.PutConfigAsync("""{"wrong":1}""");
        _secrets.Failure = new(SecretFault.Denied, "It is so.");
        await _bench.CallAsync(http => _bench.Get<SecretEndpoints>().PutAsync(http, "MY_KEY", Token), body: """{"value":"x"}""");

        Assert.Empty((await ListAsync()).Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Pages_JoinToTheWhole_OverMonths(int limit)
    {
        var ids = new List<string>();
        for (var month = 0; month < 4; month++)
        {
            for (var i = 0; i < 3; i++) ids.Insert(0, (string)JsonNode.Parse((await MakeAsync("{}")).Body)!["id"]!);
            _bench.Time.Advance(TimeSpan.FromDays(31));
        }

        _bench.Tables.PageSize = 2;
        var listed = new List<string>();
        string? continuation = null;
        do
        {
            (var page, continuation) = await ListAsync($"?limit={limit}" + (continuation is null ? "" : $"&continuation={continuation}"));
            Assert.True(page.Count <= limit);
            listed.AddRange(page.Select(entry => (string)entry["subject"]!));
        }
        while (continuation is not null);

        // Keys that were made in the same instant have no order among them.
        Assert.Equal(ids.Chunk(3).Select(month => month.Order()), listed.Chunk(3).Select(month => month.Order()));
    }

    [Fact]
    public async Task AStorageThatTakesNoNote_DoesNotUndoTheChange()
    {
        _bench.Tables.BeforeWrite = (table, _) => table == AuditLog.Table
            ? throw new TableStoreException(TableFault.Unavailable, "The test lets it fail.")
            : Task.CompletedTask;
        Assert.Equal(201, (await MakeAsync("{}")).Status);

        _bench.Tables.BeforeWrite = null;
        Assert.Empty((await ListAsync()).Entries);
        await MakeAsync("{}");
        Assert.Single((await ListAsync()).Entries);
    }

    [Fact]
    public async Task AKeyForVeryManyModels_IsNotedWithoutThem()
    {
        var models = string.Join(',', Enumerable.Range(0, 140).Select(i => $"\"{new string('é', 199)}{(char)('a' + (i % 26))}\""));
        Assert.Equal(201, (await MakeAsync($$"""{"models":[{{models}}]}""")).Status);

        Assert.Equal("""{"left_out":"larger than 60 KiB"}""", Assert.Single((await ListAsync()).Entries)["after"]!.ToJsonString());
    }

    [Theory]
    [InlineData("?continuation=x")]
    [InlineData("?continuation=202601-1-abc")]
    [InlineData("?limit=0")]
    [InlineData("?key=x")]
    public async Task ABadQuery_IsRefused(string query) =>
        Assert.Equal(400, (await _bench.CallAsync(http => _bench.Get<AuditEndpoints>().ListAsync(http, Token), query)).Status);

    [Fact]
    public async Task OnlyAnAdmin_ReadsIt()
    {
        var key = (string)JsonNode.Parse((await MakeAsync("{}")).Body)!["key"]!;

        Assert.Equal(403, (await ManagementBench.CallAsync(key, http => _bench.Get<AuditEndpoints>().ListAsync(http, Token))).Status);
    }

    private Task<ManagementBench.Answer> MakeAsync(string body) => _bench.CallAsync(http => Keys.CreateAsync(http, Token), body: body);

    private async Task<(IReadOnlyList<JsonNode> Entries, string? Continuation)> ListAsync(string query = "")
    {
        var answer = await _bench.CallAsync(http => _bench.Get<AuditEndpoints>().ListAsync(http, Token), query);
        Assert.Equal(200, answer.Status);
        var page = JsonNode.Parse(answer.Body)!;
        return ([.. page["data"]!.AsArray().Select(entry => entry!)], (string?)page["continuation"]);
    }
}
