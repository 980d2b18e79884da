using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Relay.Gate;

namespace Relay.Tests.Gate;

/// <summary>Where in a request a key may stand.</summary>
public sealed class KeyPlaceTests
{
    private readonly GateBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("authorization", "bearer {0}")]
    [InlineData("AUTHORIZATION", "BEARER   {0}  ")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("X-Api-Key", " {0} ")]
    [InlineData("api-key", "{0}")]
    [InlineData("x-goog-api-key", "{0}")]
    public async Task AKeyInAnyHeaderOfAnyClient_IsFound(string header, string form)
    {
        await _bench.Store.AddAsync(Keys.Make(), Token);
        var found = await _bench.IdentifyAsync((header, string.Format(null, form, _bench.Text)));
        Assert.Equal(Keys.Make().Id, found.Value?.Id);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "missing_api_key")]
    public async Task AKeyInTheQuery_IsFound_OnlyWhereThatIsAllowed(bool allowed, string? code)
    {
        await _bench.Store.AddAsync(Keys.Make(), Token);
        var request = new DefaultHttpContext().Request;
        request.QueryString = QueryString.Create("key", _bench.Text);

        var found = await _bench.WithQueryKeys(allowed).IdentifyAsync(request, KeyRole.Caller, Token);

        Assert.Equal((code, allowed), (found.Failure?.Code, found.Value is not null));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("yes", false)]
    [InlineData("false", false)]
    [InlineData("True", true)]
    public void KeysInQueries_AreOff_UnlessTheSettingSaysTrue(string? value, bool allowed)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(GateSettings.QueryKeysName, value)]).Build();
        Assert.Equal(allowed, GateSettings.From(configuration).QueryKeys);
    }

    [Fact]
    public async Task AnotherScheme_LeavesRoomForTheOtherHeaders()
    {
        await _bench.Store.AddAsync(Keys.Make(), Token);
        Assert.NotNull((await _bench.IdentifyAsync(("Authorization", "Basic dTpw"), ("x-api-key", _bench.Text))).Value);
    }

    [Fact]
    public async Task AnEmptyHeader_LeavesRoomForTheOthers()
    {
        await _bench.Store.AddAsync(Keys.Make(), Token);
        Assert.NotNull((await _bench.IdentifyAsync(("x-api-key", ""), ("api-key", _bench.Text))).Value);
        Assert.NotNull((await _bench.IdentifyAsync(("Authorization", "Bearer "), ("api-key", _bench.Text))).Value);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Authorization", "")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Basic dTpw")]
    [InlineData("x-api-key", "  ")]
    public async Task NoKey_IsRefusedAsMissing(string? header, string value)
    {
        var failure = (await (header is null ? _bench.IdentifyAsync() : _bench.IdentifyAsync((header, value)))).Failure;
        Assert.Equal((401, "missing_api_key"), (failure!.Status, failure.Code));
        Assert.Equal("No API key was sent. Send one as Authorization: Bearer sk-relay-….", failure.Message);
        Assert.Equal(0, _bench.Tables.Reads);
    }

    [Theory]
    [InlineData("sk-proj-somebody-else")]
    [InlineData("sk-relay-abcdefghjkmn-")]
    [InlineData("\0")]
    [InlineData("é😀")]
    public async Task TextThatIsNoKey_IsRefused_WithoutStorage(string text)
    {
        Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(("x-api-key", text))).Failure?.Code);
        Assert.Equal(0, _bench.Tables.Reads);
    }

    [Fact]
    public async Task TwoKeysInOneHeader_AreNone()
    {
        await _bench.Store.AddAsync(Keys.Make(), Token);
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = new([$"Bearer {_bench.Text}", $"Bearer {_bench.Text}"]);
        var found = await _bench.Gate.IdentifyAsync(http.Request, KeyRole.Caller, Token);
        Assert.Equal((401, "invalid_api_key"), (found.Failure!.Status, found.Failure.Code));
    }
}
