using Relay.Azure.KeyVault;
using Relay.Azure.TableStorage;
using Relay.Infra.Tests.Bicep;

namespace Relay.Infra.Tests;

/// <summary>The app is told what it reads, and nothing that Flex Consumption refuses.</summary>
public sealed class AppSettingsTests(BicepFiles files)
{
    // Settings of other plans: the platform ignores them here, or fails on them.
    private static readonly string[] NeverOnFlex =
    [
        "ENABLE_ORYX_BUILD", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "SCM_DO_BUILD_DURING_DEPLOYMENT", "TZ",
        "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE", "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
        "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_TIME_ZONE", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    // Read by the host, by Application Insights and by Azure.Identity.
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
    ];

    private static readonly string[] OfRelay = [TableStorageExtensions.Setting, KeyVaultExtensions.Setting, KeyVaultExtensions.WritesSetting];

    [Fact]
    public async Task TheApp_IsGivenWhatItReads() =>
        Assert.Equal(OfThePlatform.Concat(OfRelay).Order(StringComparer.Ordinal), await NamesAsync());

    [Fact]
    public async Task NothingIsSet_ThatFlexRefuses() => Assert.Empty((await NamesAsync()).Intersect(NeverOnFlex));

    [Fact]
    public async Task EverySetting_IsDocumented() =>
        Assert.Equal(await NamesAsync(), DeployPage.TableUnder("## Settings of the app").Select(row => row[0]).Order(StringComparer.Ordinal));

    private async Task<List<string>> NamesAsync() =>
    [
        .. (await files.ResourceAsync("Microsoft.Web/sites")).Value!.Find("properties.siteConfig.appSettings")!.Items!
            .Select(setting => setting.Find("name")!.Text!).Order(StringComparer.Ordinal),
    ];
}
