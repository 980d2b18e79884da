using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Azure.KeyVault;
using Relay.Azure.Tests.Running;
using Relay.Tests.Management;

namespace Relay.Azure.Tests.KeyVault;

/// <summary>What an admin sees of accounts while their vault does not do what it should.</summary>
public sealed class VaultFaultTests : IAsyncLifetime
{
    private readonly Vault _vault = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ManagementBench _bench;

    public VaultFaultTests()
    {
        var options = KeyVaultClient.Options();
        options.Transport = new HttpClientTransport(new HttpClient(_vault, disposeHandler: false));
        _bench = new(new KeyVaultSecretStore(
            KeyVaultClient.Open(_vault.Address, new FixedCredential(_ => "token"), options), false, _time, NullLogger<KeyVaultSecretStore>.Instance));
    }

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _vault.Dispose();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", "denied")]
    [InlineData(404, "SecretNotFound", null, "missing")]
    [InlineData(429, "Throttled", null, "throttled")]
    public async Task AConfigIsAccepted_TheAccountIsListedWithTheReason_AndRecovers(int status, string code, string? inner, string fault)
    {
        _vault.Set("MY-KEY", "canary-value");
        _vault.Fail(status, code, inner);

        var put = await _bench.PutConfigAsync("""{"accounts":[{"id":"a","provider":"openai","secret":"MY_KEY"}]}""");
        Assert.Equal(200, put.Status);
        Assert.Contains($"names the secret MY_KEY, which cannot be had now ({fault})", put.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", put.Body, StringComparison.Ordinal);
        Assert.Equal([("a", $$"""[{"secret":"MY_KEY","fault":"{{fault}}"}]""")], await _bench.CredentialFaultsAsync());

        _vault.Instead = null;
        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal([("a", "[]")], await _bench.CredentialFaultsAsync());
    }
}
