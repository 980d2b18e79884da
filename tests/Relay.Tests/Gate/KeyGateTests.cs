using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Failures;
using Relay.Gate;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Gate;

public sealed class KeyGateTests
{
    private readonly TestTables _tables = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConfigurationManager _secrets = new();
    private readonly KeyStore _store;
    private readonly KeyGate _gate;
    private readonly string _text = Keys.TextOf(Keys.Make());

    public KeyGateTests()
    {
        _store = new(_tables);
        _gate = new(
            new KeyCache(_store, _time, NullLogger<KeyCache>.Instance), new(new ConfigurationSecretStore(_secrets)), _time, new(QueryKeys: false));
    }

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
        await _store.AddAsync(Keys.Make(), Token);
        var found = await IdentifyAsync((header, string.Format(null, form, _text)));
        Assert.Equal(Keys.Make().Id, found.Value?.Id);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "missing_api_key")]
    public async Task AKeyInTheQuery_IsFound_OnlyWhereThatIsAllowed(bool allowed, string? code)
    {
        await _store.AddAsync(Keys.Make(), Token);
        var gate = new KeyGate(
            new KeyCache(_store, _time, NullLogger<KeyCache>.Instance), new(new ConfigurationSecretStore(_secrets)), _time, new(allowed));
        var request = new DefaultHttpContext().Request;
        request.QueryString = QueryString.Create("key", _text);

        var found = await gate.IdentifyAsync(request, KeyRole.Caller, Token);

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
        await _store.AddAsync(Keys.Make(), Token);
        Assert.NotNull((await IdentifyAsync(("Authorization", "Basic dTpw"), ("x-api-key", _text))).Value);
    }

    [Fact]
    public async Task AnEmptyHeader_LeavesRoomForTheOthers()
    {
        await _store.AddAsync(Keys.Make(), Token);
        Assert.NotNull((await IdentifyAsync(("x-api-key", ""), ("api-key", _text))).Value);
        Assert.NotNull((await IdentifyAsync(("Authorization", "Bearer "), ("api-key", _text))).Value);
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
        var failure = (await (header is null ? IdentifyAsync() : IdentifyAsync((header, value)))).Failure;
        Assert.Equal((401, "missing_api_key"), (failure!.Status, failure.Code));
        Assert.Equal("No API key was sent. Send one as Authorization: Bearer sk-relay-….", failure.Message);
        Assert.Equal(0, _tables.Reads);
    }

    [Theory]
    [InlineData("sk-proj-somebody-else")]
    [InlineData("sk-relay-abcdefghjkmn-")]
    [InlineData("\0")]
    [InlineData("é😀")]
    public async Task TextThatIsNoKey_IsRefused_WithoutStorage(string text)
    {
        Assert.Equal("invalid_api_key", (await IdentifyAsync(("x-api-key", text))).Failure?.Code);
        Assert.Equal(0, _tables.Reads);
    }

    [Fact]
    public async Task TwoKeysInOneHeader_AreNone()
    {
        await _store.AddAsync(Keys.Make(), Token);
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = new([$"Bearer {_text}", $"Bearer {_text}"]);
        var found = await _gate.IdentifyAsync(http.Request, KeyRole.Caller, Token);
        Assert.Equal((401, "invalid_api_key"), (found.Failure!.Status, found.Failure.Code));
    }

    [Fact]
    public async Task AnUnknownId_AndAWrongSecret_AreTheSameToAStranger()
    {
        var unknown = (await IdentifyAsync(("x-api-key", _text))).Failure;
        await _store.AddAsync(Keys.Make("bcdefghjkmnp"), Token);
        var wrong = (await IdentifyAsync(("x-api-key", KeyText.Format("bcdefghjkmnp", new string('0', 64))))).Failure;
        Assert.Equal(unknown, wrong);
        Assert.Equal((401, "invalid_api_key"), (wrong!.Status, wrong.Code));
    }

    [Fact]
    public async Task WhetherAKeyIsDisabled_IsSaidOnlyToWhoHasItsSecret()
    {
        await _store.AddAsync(Keys.Make() with { Disabled = true }, Token);
        Assert.Equal("disabled_api_key", (await IdentifyAsync(("x-api-key", _text))).Failure?.Code);
        var wrong = KeyText.Format(Keys.Make().Id, new string('0', 64));
        Assert.Equal("invalid_api_key", (await IdentifyAsync(("x-api-key", wrong))).Failure?.Code);
    }

    [Fact]
    public async Task AKeyThatExpires_WorksUntilThatInstant_AndNotAtIt()
    {
        await _store.AddAsync(Keys.Make() with { ExpiresAt = _time.GetUtcNow() + TimeSpan.FromSeconds(1) }, Token);
        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.NotNull((await IdentifyAsync(("x-api-key", _text))).Value);
        _time.Advance(TimeSpan.FromTicks(1));
        var failure = (await IdentifyAsync(("x-api-key", _text))).Failure;
        Assert.Equal((401, "expired_api_key"), (failure!.Status, failure.Code));
    }

    [Fact]
    public async Task EachRole_IsRefusedAtTheOthersEndpoints()
    {
        await _store.AddAsync(Keys.Make(role: KeyRole.Admin), Token);
        await _store.AddAsync(Keys.Make("bcdefghjkmnp"), Token);
        var admin = (await IdentifyAsync(("x-api-key", _text))).Failure;
        Assert.Equal((403, "wrong_key_role", "An admin key calls no models. Make a relay key with POST /api/keys."),
            (admin!.Status, admin.Code, admin.Message));
        var caller = (await IdentifyAsync(KeyRole.Admin, ("x-api-key", KeyText.Format("bcdefghjkmnp", Keys.Secret)))).Failure;
        Assert.Equal((403, "wrong_key_role", "The management API needs an admin key; this is a relay key."),
            (caller!.Status, caller.Code, caller.Message));
    }

    [Fact]
    public async Task WithoutStorage_ItIsRelaysTrouble_AndSaysWhenToComeBack()
    {
        _tables.Fault = TableFault.Denied;
        var failure = (await IdentifyAsync(("x-api-key", _text))).Failure;
        Assert.Equal((503, "storage_unavailable", FailureSide.Relay, TimeSpan.FromSeconds(2)),
            (failure!.Status, failure.Code, failure.Side, failure.RetryAfter));
    }

    [Fact]
    public async Task NoFailure_RepeatsTheKey()
    {
        var failures = new List<Failure?> { (await IdentifyAsync(("x-api-key", _text))).Failure };
        await _store.AddAsync(Keys.Make("bcdefghjkmnp") with { Disabled = true }, Token);
        failures.Add((await IdentifyAsync(("x-api-key", KeyText.Format("bcdefghjkmnp", Keys.Secret)))).Failure);
        failures.Add((await IdentifyAsync(("x-api-key", _text + "5"))).Failure);
        _tables.Fault = TableFault.Unavailable;
        failures.Add((await IdentifyAsync(("x-api-key", KeyText.Format("cdefghjkmnpq", Keys.Secret)))).Failure);
        Assert.All(failures, failure =>
        {
            Assert.NotNull(failure);
            Assert.DoesNotContain("55", System.Text.Encoding.UTF8.GetString(ErrorWriter.ToJson(failure)), StringComparison.Ordinal);
            Assert.DoesNotContain("55", failure.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void AKeyWithPatterns_IsAdmittedToThoseModelsOnly()
    {
        var key = Keys.Make() with { Models = ["gpt-*"] };
        Assert.Null(KeyGate.Admit(key, "gpt-5.4"));
        Assert.Null(KeyGate.Admit(Keys.Make(), "anything"));
        var refused = KeyGate.Admit(key, "claude");
        Assert.Equal((403, "model_not_allowed", "model"), (refused!.Status, refused.Code, refused.Param));
    }

    [Fact]
    public async Task TheDeployedAdminKey_Manages_AndCallsNoModel()
    {
        _secrets[DeployedAdminKey.SecretName] = _text;

        var found = await IdentifyAsync(KeyRole.Admin, ("x-api-key", _text));
        Assert.Equal((KeyRole.Admin, Keys.Make().Id), (found.Value!.Role, found.Value.Id));
        Assert.Equal("invalid_api_key", (await IdentifyAsync(("x-api-key", _text))).Failure?.Code);
        Assert.Equal("invalid_api_key", (await IdentifyAsync(KeyRole.Admin, ("x-api-key", _text[..^1] + "x"))).Failure?.Code);

        _secrets[DeployedAdminKey.SecretName] = null;
        Assert.Equal("invalid_api_key", (await IdentifyAsync(KeyRole.Admin, ("x-api-key", _text))).Failure?.Code);
    }

    [Fact]
    public async Task ADeployedTextThatIsNoKey_OpensNothing()
    {
        _secrets[DeployedAdminKey.SecretName] = "letmein";

        Assert.Equal("invalid_api_key", (await IdentifyAsync(KeyRole.Admin, ("x-api-key", "letmein"))).Failure?.Code);
    }

    private Task<Result<Key>> IdentifyAsync(params (string Name, string Value)[] headers) =>
        IdentifyAsync(KeyRole.Caller, headers);

    private Task<Result<Key>> IdentifyAsync(KeyRole role, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        return _gate.IdentifyAsync(http.Request, role, Token).AsTask();
    }
}
