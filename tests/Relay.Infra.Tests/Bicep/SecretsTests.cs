namespace Relay.Infra.Tests.Bicep;

/// <summary>Secrets go into the vault and nowhere else.</summary>
public sealed class SecretsTests(BicepFiles files)
{
    // What hands out a credential when a template asks for it.
    private static readonly string[] Leaks =
        ["listKeys", "listAccountSas", "listServiceSas", "listSecrets", "getSecret", "ConnectionString", "InstrumentationKey", "accountKey", ".list("];

    [Fact]
    public async Task ProviderKeys_AreSecure_AndOnlyMakeSecretsOfTheVault()
    {
        foreach (var file in await files.AllAsync())
        {
            var secure = file.Of("param").Where(parameter => parameter.Is("secure")).ToList();
            if (file.Name is not ("main.bicep" or "modules/vault.bicep"))
            {
                Assert.Empty(secure);
                continue;
            }

            Assert.Equal("providerKeys", Assert.Single(secure).Name);
            var user = Assert.Single(file.Declarations, declaration => declaration.Kind != "param" && Names(declaration, "providerKeys"));
            Assert.Equal(file.Name == "main.bicep" ? "modules/vault.bicep" : "Microsoft.KeyVault/vaults/secrets@2024-11-01", user.Type);
        }
    }

    [Fact]
    public async Task AnEmptyProviderKey_IsNotWritten() => Assert.StartsWith(
        "[for key in items(providerKeys): if (!empty(key.value)) {",
        (await files.ResourceAsync("Microsoft.KeyVault/vaults/secrets")).Value!.Raw,
        StringComparison.Ordinal);

    [Fact]
    public async Task NoOutput_IsSecret() => Assert.All(
        (await files.AllAsync()).SelectMany(file => file.Of("output")),
        output =>
        {
            Assert.DoesNotContain("providerKeys", output.Source, StringComparison.OrdinalIgnoreCase);
            Assert.All(Leaks, leak => Assert.DoesNotContain(leak, output.Source, StringComparison.OrdinalIgnoreCase));
        });

    [Fact]
    public async Task NoKeyOfAnAccount_IsEverAskedFor() => Assert.All(
        (await files.AllAsync()).SelectMany(file => file.Declarations),
        declaration => Assert.All(
            Leaks.Except(["ConnectionString"]),
            leak => Assert.DoesNotContain(leak, declaration.Source, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public async Task EveryRole_IsGivenOnOneResource()
    {
        foreach (var file in await files.AllAsync())
        {
            var resources = file.Of("resource").Select(resource => resource.Name).ToList();
            foreach (var role in file.Of("resource").Where(found => found.Type!.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal)))
            {
                Assert.Contains(role.Value!.Find("scope")!.Raw, resources);
                Assert.Contains("guid(", role.Value.Find("name")!.Raw, StringComparison.Ordinal);
                Assert.NotNull(role.Value.Find("properties.principalType"));
            }
        }
    }

    private static bool Names(BicepDeclaration declaration, string name) =>
        declaration.Source.Contains(name, StringComparison.Ordinal);
}
