using Relay.Storage;

namespace Relay.Azure.Tests.KeyVault;

public sealed partial class KeyVaultSecretStoreTests
{
    [Fact]
    public async Task ASecretThatIsSet_IsInForceAtOnce()
    {
        _vault.Set("OPENAI-API-KEY", "one");
        await _store.GetAsync("OPENAI_API_KEY", Token);
        var set = await _store.SetAsync("OPENAI_API_KEY", "two", Token);

        Assert.Equal(("OPENAI-API-KEY", "00000000000000000000000000000002"), (set.Name, set.Version));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), set.CreatedAt);
        Assert.Equal("two", _vault.Read("OPENAI-API-KEY"));
        Assert.Equal("two", await _store.GetAsync("OPENAI_API_KEY", Token));
    }

    [Theory]
    [InlineData(409, "Conflict", SecretFault.Deleted)]
    [InlineData(403, "Forbidden", SecretFault.Denied)]
    [InlineData(429, "Throttled", SecretFault.Throttled)]
    [InlineData(500, "InternalServerError", SecretFault.Unreachable)]
    [InlineData(400, "BadParameter", SecretFault.Refused)]
    public async Task ASecretThatCannotBeSet_SaysWhy_AndIsNotTriedTwice(int status, string code, SecretFault fault)
    {
        _vault.Fail(status, code);
        var failure = await Assert.ThrowsAsync<SecretException>(() => _store.SetAsync("A", "canary-value", Token));

        Assert.Equal(fault, failure.Fault);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
        Assert.Single(_vault.Asked);
    }

    [Fact]
    public async Task WhereWritesAreNotAllowed_NothingIsSent()
    {
        var store = Store(allowWrites: false);
        Assert.Contains("AllowSecretWrites", store.ReadOnly, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.SetAsync("A", "x", Token));
        Assert.Equal(0, _vault.Challenged + _vault.Asked.Count);
    }

    [Fact]
    public async Task TheList_NamesVersionsAndUses_AndReadsNoValue()
    {
        _vault.Set("B", "one");
        _vault.Set("OPENAI-API-KEY", "one");
        _vault.Set("OPENAI-API-KEY", "two");
        _vault.Set("OFF", "one", enabled: false);

        var list = await _store.ListAsync(["OPENAI_API_KEY", "nobodys", "off"], Token);
        Assert.Equal(["B", "nobodys", "OFF", "OPENAI-API-KEY"], list.Select(secret => secret.Name));
        Assert.Equal([null, SecretFault.Missing, SecretFault.Disabled, null], list.Select(secret => secret.Fault));
        Assert.Equal([[], ["nobodys"], ["off"], ["OPENAI_API_KEY"]], list.Select(secret => secret.UsedAs));
        Assert.Equal("00000000000000000000000000000002", list[3].Version);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), list[3].CreatedAt);
        Assert.All(_vault.Asked, asked => Assert.True(asked.TrimEnd('/') is "GET /secrets" || asked.EndsWith("/versions", StringComparison.Ordinal), asked));
    }

    [Fact]
    public async Task AVaultThatCannotBeListed_SaysWhy()
    {
        _vault.Fail(403, "Forbidden", "ForbiddenByRbac");
        Assert.Equal(SecretFault.Denied, (await Assert.ThrowsAsync<SecretException>(() => _store.ListAsync([], Token))).Fault);
    }
}
