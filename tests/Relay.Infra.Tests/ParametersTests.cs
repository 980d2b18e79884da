using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Relay.Infra.Tests.Bicep;
using Relay.Routing.Providers;

namespace Relay.Infra.Tests;

/// <summary>What azd gives to main.bicep, main.parameters.json and docs/deploy.md agree.</summary>
public sealed partial class ParametersTests(BicepFiles files)
{
    private static readonly JsonObject Given = JsonNode.Parse(Repository.Read("infra", "main.parameters.json"))!["parameters"]!.AsObject();

    [Fact]
    public async Task EveryParameter_IsGiven_AndNoOther() =>
        Assert.Equal((await ParametersAsync()).Select(parameter => parameter.Name).Order(), Given.Select(given => given.Key).Order());

    [Fact]
    public async Task EveryParameter_IsDescribed() => Assert.All(await ParametersAsync(), parameter => Assert.True(parameter.Is("description"), parameter.Name));

    // azd turns the text of a variable into a number or a truth value only if there is one: see armParameterFileValue there.
    [Fact]
    public async Task TheDefaultOfEachVariable_IsThatOfItsParameter() => Assert.All(await ParametersAsync(), parameter =>
    {
        if (parameter.Type == "object") return;
        var variable = VariableOf(parameter.Name);
        Assert.True(variable.Success, parameter.Name);
        Assert.Equal(parameter.Value?.ToString() ?? "", variable.Groups[2].Value);
    });

    [Fact]
    public async Task EveryParameter_IsInTheDocument_WithItsVariableAndDefault() => Assert.Equal(
        (await ParametersAsync()).Where(parameter => parameter.Type != "object").Select(parameter =>
        {
            var variable = VariableOf(parameter.Name);
            return $"{parameter.Name} {variable.Groups[1]} {variable.Groups[2]}".Trim();
        }).Order(),
        DeployPage.TableUnder("## Parameters").Select(row => $"{row[0]} {row[1]} {row[2]}".Trim()).Order());

    [Fact]
    public void EveryProviderKey_IsASecretThatAnAccountAsksFor()
    {
        var keys = Given["providerKeys"]!["value"]!.AsObject();
        var known = ProviderCatalogue.Default.All.Select(provider => provider.KeyVariable).ToList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            var variable = VariablePattern().Match(key.Value!.ToString());
            Assert.Contains(variable.Groups[1].Value, known);
            // Key Vault takes no underscore; Relay asks for the name with a hyphen in its place.
            Assert.Equal(variable.Groups[1].Value.Replace('_', '-'), key.Key);
            Assert.Empty(variable.Groups[2].Value);
        });
    }

    private static Match VariableOf(string parameter) => VariablePattern().Match(Given[parameter]!["value"]!.ToString());

    private async Task<List<BicepDeclaration>> ParametersAsync() => [.. (await files.FileAsync("main.bicep")).Of("param")];

    [GeneratedRegex(@"^\$\{([A-Z_]+)(?:=([^}]*))?\}$")]
    private static partial Regex VariablePattern();
}
