using System.Text.Json.Nodes;
using Relay.Gate;
using Relay.Management;

namespace Relay.Tests.Management;

/// <summary>Requests about keys that ask for something wrong.</summary>
public sealed class KeyRequestTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyEndpoints Keys => _bench.Get<KeyEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("", "The body must be a JSON object, but it is empty.")]
    [InlineData("{", "The body must be a JSON object, but it breaks at line 1, byte 2 of it.")]
    [InlineData("{\"name\":\"a\",\n", "The body must be a JSON object, but it breaks at line 2, byte 1 of it.")]
    [InlineData("null", "The body must be a JSON object, but it is null.")]
    [InlineData("[]", "The body must be a JSON object, but it is a list.")]
    [InlineData("\"a\"", "The body must be a JSON object, but it is a text.")]
    [InlineData("{} {}", "The body must be a JSON object, but it breaks at line 1, byte 4 of it.")]
    [InlineData("name=ci", "The body must be a JSON object, but it breaks at line 1, byte 2 of it.")]
    public async Task WhatIsNoObject_IsRefused(string body, string message) => await RefusesAsync(body, "invalid_json", null, message);

    [Theory]
    [InlineData("""{"role":"owner"}""", "role", "The field role must be caller or admin, but it is another text.")]
    [InlineData("""{"role":1}""", "role", "The field role must be caller or admin, but it is a number.")]
    [InlineData("""{"name":5}""", "name", "The field name must be a text, but it is a number.")]
    [InlineData("""{"name":{"name":5}}""", "name", "The field name must be a text, but it is an object.")]
    [InlineData("""{"name":"a","name":"b"}""", "name", "The field name is given twice.")]
    [InlineData("""{"name":"\ud800"}""", "name", "The field name must be a text, but it is not valid text.")]
    [InlineData("""{"Name":"a"}""", "Name", "There is no field Name. Did you mean name? The fields are #.")]
    [InlineData("""{"modells":[]}""", "modells", "There is no field modells. Did you mean models? The fields are #.")]
    [InlineData("""{"sk-abc":1}""", null, "There is a field that is not known. The fields are #.")]
    [InlineData("""{"models":"gpt-*"}""", "models", "The field models must be a list of texts, but it is a text.")]
    [InlineData("""{"models":["a",5]}""", "models[1]", "The field models[1] must be a text, but it is a number.")]
    [InlineData("""{"models":[null]}""", "models[0]", "models[0] must have from 1 to 200 characters, but it has 0.")]
    [InlineData("""{"models":["a",""]}""", "models[1]", "models[1] must have from 1 to 200 characters, but it has 0.")]
    [InlineData("""{"models":["a\nb"]}""", "models[0]", "models[0] must have no control characters, but character 2 of it is one.")]
    [InlineData("""{"expires_at":"tomorrow"}""", "expires_at", "The field expires_at must be a time such as 2030-01-31T12:00:00Z, but it is another text.")]
    [InlineData("""{"expires_at":1767225600}""", "expires_at", "The field expires_at must be a time such as 2030-01-31T12:00:00Z, but it is a number.")]
    [InlineData("""{"expires_at":"2025-12-31T23:00:00-01:00"}""", "expires_at", "expires_at must lie ahead of now, 2026-01-01T00:00:00Z, but it is 2026-01-01T00:00:00Z.")]
    [InlineData("""{"expires_at":"0001-01-01T00:00:00Z"}""", "expires_at", "expires_at must lie ahead of now, 2026-01-01T00:00:00Z, but it is 0001-01-01T00:00:00Z.")]
    [InlineData("""{"name":"a\u0000b"}""", "name", "name must have no control characters, but character 2 of it is one.")]
    [InlineData("""{"project":"a\nb"}""", "project", "project must have no control characters, but character 2 of it is one.")]
    [InlineData("""{"project":""}""", "project", "project must have from 1 to 200 characters, but it has 0.")]
    [InlineData("""{"max_concurrency":"4"}""", "max_concurrency", "The field max_concurrency must be a whole number of at most 2147483647, but it is a text.")]
    [InlineData("""{"max_concurrency":1.5}""", "max_concurrency", "The field max_concurrency must be a whole number of at most 2147483647, but it is another number.")]
    [InlineData("""{"max_concurrency":9999999999}""", "max_concurrency", "The field max_concurrency must be a whole number of at most 2147483647, but it is another number.")]
    [InlineData("""{"max_concurrency":-1}""", "max_concurrency", "max_concurrency must be from 1 to 100000, or 0 for no limit, but it is -1.")]
    [InlineData("""{"role":"admin","models":[]}""", "models", "An admin key calls no models, so it takes no models.")]
    [InlineData("""{"role":"admin","max_concurrency":0}""", "max_concurrency", "An admin key calls no models, so it takes no max_concurrency.")]
    public async Task AFieldThatIsWrong_IsNamed_WithWhatItMayBe(string body, string? param, string message) =>
        await RefusesAsync(body, "invalid_field", param, message.Replace("#", "name, role, project, member, models, expires_at, max_concurrency", StringComparison.Ordinal));

    [Fact]
    public async Task TheFirstThing_IsSaid_UnlessTheWholeIsNoJson()
    {
        await RefusesAsync("""{"name":5,"project":5}""", "invalid_field", "name", "The field name must be a text, but it is a number.");
        await RefusesAsync("""{"name":5,"project":}""", "invalid_json", null, "The body must be a JSON object, but it breaks at line 1, byte 21 of it.");
    }

    public static TheoryData<string, string> TooLong() => new()
    {
        { $$"""{"name":"{{new string('x', 201)}}"}""", "name" },
        { $$"""{"project":"{{new string('x', 201)}}"}""", "project" },
        { $$"""{"member":"{{new string('x', 201)}}"}""", "member" },
        { $$"""{"models":["{{new string('x', 201)}}"]}""", "models[0]" },
        { $$"""{"models":[{{string.Join(',', Enumerable.Repeat("\"x\"", 1001))}}]}""", "models" },
        // Each of them short, and together more than a column of the table holds.
        { $$"""{"models":[{{string.Join(',', Enumerable.Repeat($"\"{new string('x', 190)}\"", 200))}}]}""", "models" },
    };

    [Theory]
    [MemberData(nameof(TooLong))]
    public async Task WhatIsTooLong_IsRefused(string body, string param) =>
        Assert.Equal((400, "invalid_field", param), (await CreateAsync(body)).Error);

    [Fact]
    public async Task ABodyWithoutEnd_IsRefused() =>
        Assert.Equal((413, "body_too_large", null), (await CreateAsync(new string(' ', 64 * 1024 + 1))).Error);

    [Fact]
    public async Task AnUnknownProperty_IsNotRepeatedWhole()
    {
        var answer = await CreateAsync($$"""{"{{new string('x', 10_000)}}":1}""");
        Assert.Equal((400, "invalid_field", null), answer.Error);
        Assert.True(answer.Body.Length < 1000);
    }

    [Theory]
    [InlineData("{}", "invalid_field", "disabled")]
    [InlineData("""{"disabled":null}""", "invalid_field", "disabled")]
    [InlineData("""{"disabled":"true"}""", "invalid_field", "disabled")]
    [InlineData("""{"name":"x"}""", "invalid_field", "name")]
    public async Task ABadChange_IsRefused(string body, string code, string param) =>
        Assert.Equal((400, code, param), (await ChangeAsync("abcdefghjkmn", body)).Error);

    public static TheoryData<string> NoIds() => ["x", "index", "../keys", "a b", "é", new string('a', 3000)];

    [Theory]
    [MemberData(nameof(NoIds))]
    public async Task AnIdOfNothing_IsNotFound(string id)
    {
        Assert.Equal((404, "not_found", null), (await ChangeAsync(id, """{"disabled":true}""")).Error);
        Assert.Equal((404, "not_found", null), (await DeleteAsync(id)).Error);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=1e1", "limit")]
    [InlineData("?limit=99999999999", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?continuation=x", "continuation")]
    [InlineData("?continuation=20260101000000000-%00", "continuation")]
    public async Task ABadPage_IsRefused(string query, string param) =>
        Assert.Equal((400, "invalid_field", param), (await ListAsync(query)).Error);

    private async Task RefusesAsync(string body, string code, string? param, string message)
    {
        var answer = await CreateAsync(body);
        Assert.Equal((400, code, param), answer.Error);
        Assert.Equal(message, (string?)JsonNode.Parse(answer.Body)!["error"]!["message"]);
        Assert.Equal(2, _bench.Tables.Rows(KeyStore.Table).Count);
    }

    private Task<ManagementBench.Answer> CreateAsync(string body) => _bench.CallAsync(http => Keys.CreateAsync(http, Token), body: body);

    private Task<ManagementBench.Answer> ListAsync(string query = "") => _bench.CallAsync(http => Keys.ListAsync(http, Token), query);

    private Task<ManagementBench.Answer> ChangeAsync(string id, string body) =>
        _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: body);

    private Task<ManagementBench.Answer> DeleteAsync(string id) => _bench.CallAsync(http => Keys.DeleteAsync(http, id, Token));
}
