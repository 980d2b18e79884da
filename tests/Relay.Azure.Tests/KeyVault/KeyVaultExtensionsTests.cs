using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Relay.Azure.Identity;
using Relay.Azure.KeyVault;
using Relay.Forwarding.Credentials;
using Relay.Storage;

namespace Relay.Azure.Tests.KeyVault;

public sealed class KeyVaultExtensionsTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("false", false)]
    [InlineData("True", true)]
    public async Task AnAddress_MakesAStore_ThatAsksForNothingYet(string? writes, bool allowed)
    {
        await using var services = Services(("KeyVault", "https://relay.vault.azure.net/"), ("AllowSecretWrites", writes));
        var store = Assert.IsType<KeyVaultSecretStore>(services.GetRequiredService<ISecretStore>());
        Assert.Equal(allowed, store.ReadOnly is null);
        Assert.IsType<IdentityTokens>(services.GetRequiredService<IIdentityTokens>());
    }

    [Fact]
    public async Task WithoutTheSetting_SecretsAreTheAppsSettings()
    {
        await using var services = Services(("KEY", "value"));
        Assert.Equal("value", await services.GetRequiredService<ISecretStore>().GetAsync("KEY", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("relay")]
    [InlineData("http://relay.vault.azure.net")]
    public async Task AnAddressThatIsNone_IsNamed(string address)
    {
        await using var services = Services(("KeyVault", address));
        var refusal = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ISecretStore>());
        Assert.Contains("KeyVault must be", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnclearPermission_IsNoPermission() =>
        Assert.Contains("AllowSecretWrites must be true or false", Assert.Throws<InvalidOperationException>(
            () => Services(("KeyVault", "https://relay.vault.azure.net"), ("AllowSecretWrites", "yes"))).Message, StringComparison.Ordinal);

    private static ServiceProvider Services(params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddRelayEngine().AddManagedIdentity().AddKeyVault(configuration).BuildServiceProvider();
    }
}
