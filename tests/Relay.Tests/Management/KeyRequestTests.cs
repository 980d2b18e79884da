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
    [InlineData("", "invalid_json", "$")]
    [InlineData("{", "invalid_json", "$")]
    [InlineData("null", "invalid_json", null)]
    [InlineData("[]", "invalid_json", "$")]
    [InlineData("{} {}", "invalid_json", "$")]
    [InlineData("""{"role":"admin"}""", "invalid_json", "$.role")]
    [InlineData("""{"name":5}""", "invalid_json", "$.name")]
    [InlineData("""{"name":"a","name":"b"}""", "invalid_json", "$.name")]
    [InlineData("""{"name":"\ud800"}""", "invalid_json", "$.name")]
    [InlineData("""{"models":"gpt-*"}""", "invalid_json", "$.models")]
    [InlineData("""{"models":[5]}""", "invalid_json", "$.models[0]")]
    [InlineData("""{"models":[null]}""", "invalid_field", "models")]
    [InlineData("""{"models":[""]}""", "invalid_field", "models")]
    [InlineData("""{"models":["a\nb"]}""", "invalid_field", "models")]
    [InlineData("""{"expires_at":"tomorrow"}""", "invalid_json", "$.expires_at")]
    [InlineData("""{"expires_at":1767225600}""", "invalid_json", "$.expires_at")]
    [InlineData("""{"expires_at":"2026-01-01T00:00:00Z"}""", "invalid_field", "expires_at")]
    [InlineData("""{"expires_at":"0001-01-01T00:00:00Z"}""", "invalid_field", "expires_at")]
    [InlineData("""{"name":"a\u0000b"}""", "invalid_field", "name")]
    [InlineData("""{"project":"a\nb"}""", "invalid_field", "project")]
    public async Task ABadBody_IsRefused_AndNoKeyIsMade(string body, string code, string? param)
    {
        Assert.Equal((400, code, param), (await CreateAsync(body)).Error);
        Assert.Equal(2, _bench.Tables.Rows(KeyStore.Table).Count);
    }

    public static TheoryData<string, string> TooLong() => new()
    {
        { $$"""{"name":"{{new string('x', 201)}}"}""", "name" },
        { $$"""{"project":"{{new string('x', 201)}}"}""", "project" },
        { $$"""{"member":"{{new string('x', 201)}}"}""", "member" },
        { $$"""{"models":["{{new string('x', 201)}}"]}""", "models" },
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
        Assert.Equal("invalid_json", answer.Error.Code);
        Assert.True(answer.Body.Length < 1000);
    }

    [Theory]
    [InlineData("{}", "invalid_field", "disabled")]
    [InlineData("""{"disabled":null}""", "invalid_field", "disabled")]
    [InlineData("""{"disabled":"true"}""", "invalid_json", "$.disabled")]
    [InlineData("""{"name":"x"}""", "invalid_json", "$.name")]
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

    private Task<ManagementBench.Answer> CreateAsync(string body) => _bench.CallAsync(http => Keys.CreateAsync(http, Token), body: body);

    private Task<ManagementBench.Answer> ListAsync(string query = "") => _bench.CallAsync(http => Keys.ListAsync(http, Token), query);

    private Task<ManagementBench.Answer> ChangeAsync(string id, string body) =>
        _bench.CallAsync(http => Keys.ChangeAsync(http, id, Token), body: body);

    private Task<ManagementBench.Answer> DeleteAsync(string id) => _bench.CallAsync(http => Keys.DeleteAsync(http, id, Token));
}
