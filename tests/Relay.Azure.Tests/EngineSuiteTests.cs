using System.Reflection;
using System.Text.RegularExpressions;
using Relay.Testing.Storage;

namespace Relay.Azure.Tests;

/// <summary>The engine's tests that go through a store run on the embedded one in Relay.Tests, and here on Azurite.</summary>
public sealed partial class EngineSuiteTests
{
    [Fact]
    public void EveryTestOfTheEngineThatUsesAStore_IsOneOfThisProjectToo()
    {
        var folder = typeof(EngineSuiteTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "EngineTests").Value!;
        var users = Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(text => StorePattern().IsMatch(text))
            .Select(text => $"{NamespacePattern().Match(text).Groups[1].Value}.{ClassPattern().Match(text).Groups[1].Value}").ToList();

        Assert.True(users.Count > 20, "The engine's tests were not found.");
        Assert.All(users, name => Assert.NotNull(typeof(EngineSuiteTests).Assembly.GetType(name)));
    }

    [Fact]
    public async Task TheStoreOfThoseTests_IsTableStorage() =>
        Assert.IsType<Relay.Azure.TableStorage.TableStorageStore>(await TestTables.Open());

    [GeneratedRegex("new (TestTables|LedgerBench|ManagementBench)|(TestTables|LedgerBench|ManagementBench) _?[a-z]+ = new")]
    private static partial Regex StorePattern();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(@"^public (?:sealed )?(?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex ClassPattern();
}
