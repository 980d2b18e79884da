using Relay.Failures;
using Relay.Gate;
using Relay.Storage;

namespace Relay.Tests.Gate;

public sealed class KeyGateTests
{
    private readonly GateBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnUnknownId_AndAWrongSecret_AreTheSameToAStranger()
    {
        var unknown = (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure;
        await _bench.Store.AddAsync(Keys.Make("bcdefghjkmnp"), Token);
        var wrong = (await _bench.IdentifyAsync(("x-api-key", KeyText.Format("bcdefghjkmnp", new string('0', 64))))).Failure;
        Assert.Equal(unknown, wrong);
        Assert.Equal((401, "invalid_api_key"), (wrong!.Status, wrong.Code));
    }

    [Fact]
    public async Task WhetherAKeyIsDisabled_IsSaidOnlyToWhoHasItsSecret()
    {
        await _bench.Store.AddAsync(Keys.Make() with { Disabled = true }, Token);
        Assert.Equal("disabled_api_key", (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure?.Code);
        var wrong = KeyText.Format(Keys.Make().Id, new string('0', 64));
        Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(("x-api-key", wrong))).Failure?.Code);
    }

    [Fact]
    public async Task AKeyThatExpires_WorksUntilThatInstant_AndNotAtIt()
    {
        await _bench.Store.AddAsync(Keys.Make() with { ExpiresAt = _bench.Time.GetUtcNow() + TimeSpan.FromSeconds(1) }, Token);
        _bench.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.NotNull((await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Value);
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        var failure = (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure;
        Assert.Equal((401, "expired_api_key"), (failure!.Status, failure.Code));
    }

    [Fact]
    public async Task EachRole_IsRefusedAtTheOthersEndpoints()
    {
        await _bench.Store.AddAsync(Keys.Make(role: KeyRole.Admin), Token);
        await _bench.Store.AddAsync(Keys.Make("bcdefghjkmnp"), Token);
        var admin = (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure;
        Assert.Equal((403, "wrong_key_role", "An admin key calls no models. Make a relay key with POST /api/keys."),
            (admin!.Status, admin.Code, admin.Message));
        var caller = (await _bench.IdentifyAsync(KeyRole.Admin, ("x-api-key", KeyText.Format("bcdefghjkmnp", Keys.Secret)))).Failure;
        Assert.Equal((403, "wrong_key_role", "The management API needs an admin key; this is a relay key."),
            (caller!.Status, caller.Code, caller.Message));
    }

    [Fact]
    public async Task WithoutStorage_ItIsRelaysTrouble_AndSaysWhenToComeBack()
    {
        _bench.Tables.Fault = TableFault.Denied;
        var failure = (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure;
        Assert.Equal((503, "storage_unavailable", FailureSide.Relay, TimeSpan.FromSeconds(2)),
            (failure!.Status, failure.Code, failure.Side, failure.RetryAfter));
    }

    [Fact]
    public async Task NoFailure_RepeatsTheKey()
    {
        var failures = new List<Failure?> { (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure };
        await _bench.Store.AddAsync(Keys.Make("bcdefghjkmnp") with { Disabled = true }, Token);
        failures.Add((await _bench.IdentifyAsync(("x-api-key", KeyText.Format("bcdefghjkmnp", Keys.Secret)))).Failure);
        failures.Add((await _bench.IdentifyAsync(("x-api-key", _bench.Text + "5"))).Failure);
        _bench.Tables.Fault = TableFault.Unavailable;
        failures.Add((await _bench.IdentifyAsync(("x-api-key", KeyText.Format("cdefghjkmnpq", Keys.Secret)))).Failure);
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
        _bench.Secrets[DeployedAdminKey.SecretName] = _bench.Text;

        var found = await _bench.IdentifyAsync(KeyRole.Admin, ("x-api-key", _bench.Text));
        Assert.Equal((KeyRole.Admin, Keys.Make().Id), (found.Value!.Role, found.Value.Id));
        Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(("x-api-key", _bench.Text))).Failure?.Code);
        Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(KeyRole.Admin, ("x-api-key", _bench.Text[..^1] + "x"))).Failure?.Code);

        _bench.Secrets[DeployedAdminKey.SecretName] = null;
        Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(KeyRole.Admin, ("x-api-key", _bench.Text))).Failure?.Code);
    }

    [Fact]
    public async Task ADeployedTextThatIsNoKey_OpensNothing_AndTheLogSaysSoOnce()
    {
        _bench.Secrets[DeployedAdminKey.SecretName] = "letmein";

        for (var i = 0; i < 2; i++)
            Assert.Equal("invalid_api_key", (await _bench.IdentifyAsync(KeyRole.Admin, ("x-api-key", "letmein"))).Failure?.Code);

        var line = Assert.Single(_bench.Log.Lines);
        Assert.StartsWith("Warning RELAY_ADMIN_KEY is not the text of a key", line, StringComparison.Ordinal);
        Assert.DoesNotContain("letmein", line, StringComparison.Ordinal);
    }
}
