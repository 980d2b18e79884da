using System.Text;
using System.Text.Json.Nodes;
using Relay.Management;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Tests.Management;

public sealed class ConfigEndpointsTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ConfigEndpoints Config => _bench.Get<ConfigEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task BeforeTheFirstPut_ItIsEmpty()
    {
        var answer = await GetAsync();
        Assert.Equal((200, "{}", "\"0\""), (answer.Status, answer.Body, answer.Headers["ETag"]));
        Assert.Equal(("no-store", "application/json; charset=utf-8"), (answer.Headers["Cache-Control"], answer.Headers["Content-Type"]));
        Assert.Equal("""{"data":[]}""", (await VersionsAsync()).Body);
    }

    [Fact]
    public async Task APut_IsInForceAtOnce_ComesBackAsItWasWritten_AndIsKept()
    {
        const string First = "{ \"unpriced\": \"free\" } // why";
        var put = await PutAsync(First, "\"0\"");
        Assert.Equal((200, """{"version":1,"warnings":[]}""", "\"1\""), (put.Status, put.Body, put.Headers["ETag"]));
        Assert.Equal(UnpricedPolicy.Free, (await _bench.Get<ConfigSource>().GetAsync(Token)).Document.Unpriced);
        Assert.Equal((First, "\"1\""), ((await GetAsync()).Body, (await GetAsync()).Headers["ETag"]));

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("""{"version":2,"warnings":[]}""", (await PutAsync("{}", "\"1\"")).Body);
        Assert.Equal((First, "\"1\""), ((await GetAsync("?version=1")).Body, (await GetAsync("?version=1")).Headers["ETag"]));
        Assert.Equal(
            $$"""{"data":[{"version":2,"at":"2026-01-01T00:01:00+00:00","by":"{{_bench.Admin.Id}}"},{"version":1,"at":"2026-01-01T00:00:00+00:00","by":"{{_bench.Admin.Id}}"}]}""",
            (await VersionsAsync()).Body);
    }

    [Fact]
    public async Task WithoutIfMatch_ItIsRefused()
    {
        var answer = await PutAsync("{}", null);
        Assert.Equal((428, "version_conflict", "If-Match"), answer.Error);
        Assert.Contains("Send If-Match with the ETag of the config", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("\"2\"")]
    [InlineData("1")]
    [InlineData("*")]
    [InlineData("\"01\"")]
    [InlineData("\"1\", \"0\"")]
    public async Task AStaleETag_IsRefused_AndWritesNothing(string etag)
    {
        await PutAsync("{}", "\"0\"");
        var answer = await PutAsync("{}", etag);
        Assert.Equal((412, "version_conflict", "If-Match"), answer.Error);
        Assert.Equal($"If-Match must be the ETag of the config in force, \"1\", but it is `{etag}`. Get the config again, and put your change into that.",
            (string?)JsonNode.Parse(answer.Body)!["error"]!["message"]);
        Assert.Equal("{}", (await GetAsync()).Body);
        Assert.Equal(2, _bench.Tables.Rows(ConfigStore.Table).Count);
    }

    [Fact]
    public async Task APutThatLosesARace_IsToldSo()
    {
        var raced = false;
        _bench.Tables.BeforeWrite = async (table, _) =>
        {
            if (table != ConfigStore.Table || raced) return;
            raced = true;
            await PutAsync("""{"unpriced":"free"}""", "\"0\"");
        };
        Assert.Equal((412, "version_conflict", "If-Match"), (await PutAsync("{}", "\"0\"")).Error);
        Assert.Equal("""{"unpriced":"free"}""", (await GetAsync()).Body);
    }

    [Fact]
    public async Task AnInvalidDocument_ListsEveryError_AndChangesNothing()
    {
        var answer = await PutAsync("""{"unpriced":"x","accounts":[{"id":"a","provider":"openai","secret":"sk-proj-aaaaaaaaaaaaaaaaaaaaaaaa"}]}""", "\"0\"");
        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"error":{"message":"The config has 2 error(s), listed under details. Nothing was changed.","type":"invalid_request_error","param":null,"code":"invalid_config","details":[{"path":"$.accounts[0].secret","message":"looks like a secret; it must be the name of one, such as OPENAI_API_KEY"},{"path":"$.unpriced","message":"must be allow, free or refuse"}]}}""", answer.Body);
        Assert.Empty(_bench.Tables.Rows(ConfigStore.Table));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task WhatIsNoDocument_IsInvalid(string body) => Assert.Equal((400, "invalid_config", null), (await PutAsync(body, "\"0\"")).Error);

    [Fact]
    public async Task ADocumentLargerThanItMayBe_IsRefused() =>
        Assert.Equal((413, "body_too_large", null), (await PutAsync(new string(' ', ConfigParser.MaxSize + 1), "\"0\"")).Error);

    [Fact]
    public async Task ADocumentThatDoesNotFitWhenCompressed_IsRefused_AndSaysWhy()
    {
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        var answer = await PutAsync($"{{}} // {Convert.ToBase64String(bytes)}", "\"0\"");
        Assert.Equal((400, "invalid_config", null), answer.Error);
        Assert.Contains("is larger than 921600 bytes when compressed", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?version=7", 404, "not_found")]
    [InlineData("?version=9223372036854775807", 404, "not_found")]
    [InlineData("?version=-1", 400, "invalid_field")]
    [InlineData("?version=one", 400, "invalid_field")]
    [InlineData("?version=", 400, "invalid_field")]
    [InlineData("?version=1&version=2", 400, "invalid_field")]
    [InlineData("?verison=1", 400, "invalid_field")]
    public async Task AVersionThatIsNotThere_IsNotFound(string query, int status, string code) =>
        Assert.Equal((status, code), ((await GetAsync(query)).Error.Status, (await GetAsync(query)).Error.Code));

    [Fact]
    public async Task TheFilesHash_OutlivesAPut()
    {
        await _bench.Get<ConfigStore>().PutAsync("{}"u8.ToArray(), null, "file", "cafe", Token);
        await PutAsync("{}", "\"1\"");
        Assert.Equal("cafe", (await _bench.Get<ConfigStore>().GetHeadAsync(Token))!.FileHash);
    }

    [Fact]
    public async Task APutThatIsDurable_IsSaidToBe_AlsoWhenItCannotBeReadBack()
    {
        await GetAsync();
        _bench.Tables.AfterWrite = (table, _) =>
        {
            _bench.Tables.Fault = TableFault.Unavailable;
            return Task.CompletedTask;
        };
        var answer = await PutAsync("{}", "\"0\"");
        Assert.Equal((200, """{"version":1,"warnings":[]}"""), (answer.Status, answer.Body));
    }

    private Task<ManagementBench.Answer> GetAsync(string query = "") => _bench.CallAsync(http => Config.GetAsync(http, Token), query);

    private Task<ManagementBench.Answer> VersionsAsync() => _bench.CallAsync(http => Config.ListVersionsAsync(http, Token));

    private Task<ManagementBench.Answer> PutAsync(string document, string? etag) => ManagementBench.CallAsync(
        _bench.AdminText, http => Config.PutAsync(http, Token), "", Encoding.UTF8.GetBytes(document),
        etag is null ? [] : [("If-Match", etag)]);
}
