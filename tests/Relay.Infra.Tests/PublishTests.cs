using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Relay.Infra.Tests;

/// <summary>What <c>azd</c> publishes is what Flex Consumption runs: MSBuild is asked, nothing is built.</summary>
public sealed class PublishTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task APublish_IsOfTheRealPackages_ForLinux_CompiledAhead()
    {
        var properties = (await EvaluateAsync())["Properties"]!;

        Assert.Equal("true", properties["AzurePackages"]!.ToString());
        Assert.Equal("net10.0", properties["TargetFramework"]!.ToString());
        Assert.Equal("v4", properties["AzureFunctionsVersion"]!.ToString());
        Assert.Equal("linux-x64", properties["RuntimeIdentifier"]!.ToString());
        Assert.Equal("false", properties["SelfContained"]!.ToString());
        Assert.Equal("true", properties["PublishReadyToRun"]!.ToString());
    }

    [Fact]
    public async Task APublish_TakesHostJsonAlong()
    {
        var host = (await EvaluateAsync())["Items"]!["None"]!.AsArray().Single(item => item!["Link"]?.ToString() == "host.json")!;

        Assert.Equal("PreserveNewest", host["CopyToPublishDirectory"]!.ToString());
        Assert.Equal(Repository.At("host.json"), host["FullPath"]!.ToString());
    }

    // Routes carry their whole path, and functionTimeout is not longer than an answer can be of use.
    [Fact]
    public void HostJson_FitsFlex()
    {
        var host = JsonNode.Parse(Repository.Read("host.json"))!;

        Assert.Equal("2.0", host["version"]!.ToString());
        Assert.Equal("", host["extensions"]!["http"]!["routePrefix"]!.ToString());
        Assert.Equal("00:30:00", host["functionTimeout"]!.ToString());
        // The plan is reported to ignore them; limits are Relay's own.
        Assert.Null(host["extensions"]!["http"]!["maxConcurrentRequests"]);
    }

    private static async Task<JsonNode> EvaluateAsync()
    {
        string[] arguments =
        [
            "msbuild", Repository.At("src", "Relay.Functions", "Relay.Functions.csproj"), "-nologo", "-nodeReuse:false", "-p:_IsPublishing=true",
            "-getProperty:AzurePackages,TargetFramework,AzureFunctionsVersion,RuntimeIdentifier,SelfContained,PublishReadyToRun", "-getItem:None",
        ];
        using var build = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = build.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await build.WaitForExitAsync(patience.Token);
        return JsonNode.Parse(await output)!;
    }
}
