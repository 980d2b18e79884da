using System.Text.RegularExpressions;
using Relay.Infra.Tests.Bicep;

namespace Relay.Infra.Tests.Types;

/// <summary>infra says nothing that the published types do not know.</summary>
public sealed partial class ResourceTypesTests(BicepFiles files)
{
    [Fact]
    public async Task EveryType_HasItsPublishedVersion() =>
        Assert.All(await ResourcesAsync(), resource => Assert.Contains(resource.Type!, PublishedTypes.Properties.Keys));

    [Fact]
    public async Task EveryPublishedType_IsUsed() => Assert.Equal(
        PublishedTypes.Properties.Keys.Order(StringComparer.Ordinal),
        (await ResourcesAsync()).Select(resource => resource.Type!).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryProperty_IsThatOfItsType() => Assert.All(await ResourcesAsync(), resource =>
    {
        var known = PublishedTypes.Properties[resource.Type!];
        Assert.All(resource.Value!.Paths(), path => Assert.True(
            known.Contains(path) || known.Contains(path[..(path.LastIndexOf('.') + 1)] + "*"),
            $"{resource.Type} has no {path}."));
    });

    [Fact]
    public async Task EveryRole_HasItsId()
    {
        var ids = (await files.AllAsync()).SelectMany(file => file.Of("var")).Where(variable => IsId(variable.Value!.Text)).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, variable => Assert.Equal(PublishedTypes.Roles.GetValueOrDefault(variable.Name), variable.Value!.Text));
        Assert.Equal(PublishedTypes.Roles.Keys.Order(), ids.Select(variable => variable.Name).Distinct().Order());
    }

    [Fact]
    public async Task NoIdOfARole_StandsElsewhere()
    {
        foreach (var file in await files.AllAsync())
        {
            var count = IdPattern().Count(await File.ReadAllTextAsync(file.Path, TestContext.Current.CancellationToken));
            Assert.Equal(file.Of("var").Count(variable => IsId(variable.Value!.Text)), count);
        }
    }

    private async Task<List<BicepDeclaration>> ResourcesAsync() =>
        [.. (await files.AllAsync()).SelectMany(file => file.Of("resource"))];

    private static bool IsId(string? text) => text is not null && Guid.TryParse(text, out _);

    [GeneratedRegex("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")]
    private static partial Regex IdPattern();
}
