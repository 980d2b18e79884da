namespace Relay.Infra.Tests;

/// <summary>azure.yaml says what azd's schema allows, and names what is there.</summary>
public sealed class AzureYamlTests
{
    // Azure/azure-dev, schemas/v1.0/azure.yaml.json: of its keys, those that this file may have.
    private static readonly string[] TopLevel = ["name", "services", "hooks", "requiredVersions"];
    private static readonly string[] OfAService = ["project", "language", "host"];
    private static readonly string[] OfAHook = ["shell", "run", "continueOnError", "interactive"];

    [Fact]
    public void EveryKey_IsOneOfTheSchema()
    {
        Assert.Empty(AzureYaml.All().Keys.Cast<string>().Except(TopLevel));
        Assert.All(AzureYaml.Services().Values.Cast<Dictionary<object, object>>(),
            service => Assert.Empty(service.Keys.Cast<string>().Except(OfAService)));
    }

    [Fact]
    public void TheService_IsTheFunctionsApp()
    {
        var service = (Dictionary<object, object>)Assert.Single(AzureYaml.Services()).Value;

        Assert.Equal("function", service["host"]);
        Assert.Equal("dotnet", service["language"]);
        Assert.True(File.Exists(Repository.At((string)service["project"], "Relay.Functions.csproj")));
    }

    [Fact]
    public void EveryHook_RunsAScriptThatIsThere_OnBothKindsOfMachines()
    {
        var (when, hook) = Assert.Single((Dictionary<object, object>)AzureYaml.All()["hooks"]);
        var kinds = (Dictionary<object, object>)hook;

        Assert.Equal("postprovision", when);
        Assert.Equal(["posix", "windows"], kinds.Keys.Cast<string>());
        Assert.All(kinds, kind =>
        {
            var script = (Dictionary<object, object>)kind.Value;
            Assert.Empty(script.Keys.Cast<string>().Except(OfAHook));
            Assert.Equal((string)kind.Key == "posix" ? "sh" : "pwsh", script["shell"]);
            Assert.True(File.Exists(Repository.At((string)script["run"])));
        });
    }
}
