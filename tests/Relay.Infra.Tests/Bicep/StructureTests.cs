namespace Relay.Infra.Tests.Bicep;

/// <summary>The files of infra fit together.</summary>
public sealed class StructureTests(BicepFiles files)
{
    [Fact]
    public async Task EveryFile_IsBicep() => Assert.All(await files.AllAsync(), file => Assert.Empty(file.Errors));

    [Fact]
    public async Task EveryModule_IsAFileHere_AndIsGivenWhatItTakes()
    {
        foreach (var (file, module) in await ModulesAsync())
        {
            var target = await TargetAsync(file, module);
            var given = module.Value!.Find("params")!.Objects().SelectMany(part => part.Properties!).Select(property => property.Name).ToList();
            var taken = target.Of("param").ToList();

            Assert.Empty(given.Except(taken.Select(parameter => parameter.Name)).Select(name => $"{module.Name} takes no {name}"));
            Assert.Empty(taken.Where(parameter => parameter.Value is null).Select(parameter => parameter.Name).Except(given)
                .Select(name => $"{file.Name} gives {module.Name} no {name}"));
        }
    }

    [Fact]
    public async Task EveryFile_IsUsed()
    {
        List<string> used = ["main.bicep"];
        foreach (var (file, module) in await ModulesAsync()) used.Add((await TargetAsync(file, module)).Name);

        Assert.Equal((await files.AllAsync()).Select(file => file.Name).Order(), used.Distinct().Order());
    }

    [Fact]
    public async Task EveryOutputOfAModuleThatIsAskedFor_IsThere()
    {
        foreach (var (file, module) in await ModulesAsync())
        {
            var outputs = (await TargetAsync(file, module)).Of("output").Select(output => output.Name).ToList();
            var asked = file.Declarations.SelectMany(declaration => OutputsAsked(declaration.Source, module.Name)).Distinct().ToList();

            Assert.Empty(asked.Except(outputs).Select(name => $"{module.Name} has no output {name}"));
            Assert.Empty(outputs.Except(asked).Select(name => $"nobody asks {module.Name} for {name}"));
        }
    }

    [Fact]
    public async Task EveryParameterAndVariable_IsUsed() => Assert.All(await files.AllAsync(), file => Assert.All(
        file.Of("param").Concat(file.Of("var")),
        declaration => Assert.True(file.Uses.Count(name => name == declaration.Name) > 1, $"{file.Name}: {declaration.Name}")));

    [Fact]
    public async Task NoName_IsDeclaredTwice() => Assert.All(await files.AllAsync(), file =>
        Assert.Distinct(file.Declarations.Where(declaration => declaration.Kind != "output").Select(declaration => declaration.Name)));

    [Fact]
    public async Task EveryTextThatIsLoaded_IsThere()
    {
        var loads = 0;
        foreach (var file in await files.AllAsync())
        {
            foreach (var part in (await File.ReadAllTextAsync(file.Path, TestContext.Current.CancellationToken)).Split("loadTextContent('")[1..])
            {
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file.Path)!, part[..part.IndexOf('\'', StringComparison.Ordinal)])));
                loads++;
            }
        }

        Assert.Equal(Directory.GetFiles(Repository.At("infra", "queries")).Length, loads);
    }

    private async Task<List<(BicepFile File, BicepDeclaration Module)>> ModulesAsync() =>
        [.. (await files.AllAsync()).SelectMany(file => file.Of("module").Select(module => (file, module)))];

    // A path of a registry, which this repository does not use, is no file and fails here.
    private async Task<BicepFile> TargetAsync(BicepFile file, BicepDeclaration module)
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Path)!, module.Type!));
        return Assert.Single(await files.AllAsync(), found => found.Path == path);
    }

    private static IEnumerable<string> OutputsAsked(string source, string module) =>
        source.Replace("!.", ".", StringComparison.Ordinal).Split($"{module}.outputs.")[1..]
            .Select(rest => new string([.. rest.TakeWhile(char.IsLetterOrDigit)]));
}
