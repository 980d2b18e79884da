using Relay.Infra.Tests.Bicep;

namespace Relay.Infra.Tests;

/// <summary>The values that what is deployed stands or falls with.</summary>
public sealed class ValuesTests(BicepFiles files)
{
    [Theory]
    [InlineData("Microsoft.Web/serverfarms", "sku.name", "FC1")]
    [InlineData("Microsoft.Web/serverfarms", "sku.tier", "FlexConsumption")]
    [InlineData("Microsoft.Web/serverfarms", "properties.reserved", "true")]
    [InlineData("Microsoft.Web/sites", "kind", "functionapp,linux")]
    [InlineData("Microsoft.Web/sites", "identity.type", "UserAssigned")]
    [InlineData("Microsoft.Web/sites", "properties.httpsOnly", "true")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.runtime.name", "dotnet-isolated")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.runtime.version", "10.0")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.type", "blobContainer")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", "None")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.enableSoftDelete", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "true")]
    [InlineData("Microsoft.Insights/components", "properties.DisableLocalAuth", "true")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "true")]
    public async Task TheResource_HasTheValue(string type, string path, string value) =>
        Assert.Equal(value, (await files.ResourceAsync(type)).Value!.Find(path)?.ToString());

    [Fact]
    public async Task EveryTable_IsMade()
    {
        var made = (await files.FileAsync("modules/storage.bicep")).Of("var")
            .Single(variable => variable.Name == "tableNames").Value!.Items!.Select(item => item.Text!).ToList();

        Assert.NotEmpty(Constants.Of("Table"));
        Assert.Empty(Constants.Of("Table").Except(made));
    }

    [Fact]
    public async Task TheApp_IsTaggedForAzd_WithTheNameOfItsService()
    {
        var app = (await files.FileAsync("main.bicep")).Of("module").Single(module => module.Name == "app");

        Assert.Contains($"'azd-service-name': '{Assert.Single(AzureYaml.Services()).Key}'", app.Value!.Find("params.tags")!.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAppsRole_IsReading_UnlessItMayWrite()
    {
        var access = await files.FileAsync("modules/vault-access.bicep");

        Assert.Equal(
            "allowWrites ? keyVaultSecretsOfficer : keyVaultSecretsUser",
            access.Of("var").Single(variable => variable.Name == "appRole").Value!.Raw);
        Assert.Contains("appRole", access.Of("resource").Single(resource => resource.Name == "app").Value!.Find("properties.roleDefinitionId")!.Raw);
    }
}
