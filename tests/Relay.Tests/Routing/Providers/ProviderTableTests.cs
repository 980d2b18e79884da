using System.Text;
using Relay.Routing.Providers;

namespace Relay.Tests.Routing.Providers;

/// <summary>The table in docs/providers.md is made from the data file, and here.</summary>
public sealed class ProviderTableTests
{
    private const string Begin = "<!-- providers: written by ProviderTableTests with RELAY_WRITE_DOCS=1 -->\n";
    private const string End = "<!-- end of providers -->\n";

    [Fact]
    public void TheDocumentedTable_IsThatOfTheDataFile()
    {
        var path = Path.Combine(Root(), "docs", "providers.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start > Begin.Length && end >= start, "docs/providers.md has lost the marks around its table.");

        if (Environment.GetEnvironmentVariable("RELAY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + Table() + page[end..]);
            return;
        }

        Assert.Equal(Table(), page[start..end]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| id | provider | base URL | key | prices | documentation |\n|---|---|---|---|---|---|\n");
        foreach (var provider in ProviderCatalogue.Default.All)
        {
            var endpoint = provider.Endpoints[0];
            var url = endpoint.BaseUrl is { } known ? $"`{known}`" : provider.Id == "sandbox" ? "in process" : "the account's own";
            var key = provider.KeyVariable is { } variable ? $"`{variable}`" : "none";
            if (endpoint.Auth.Prefix.Length == 0) key += $", in `{endpoint.Auth.Name}`";
            var page = provider.Documentation.StartsWith("https://", StringComparison.Ordinal)
                ? $"[{new Uri(provider.Documentation).Host}]({provider.Documentation}){(provider.Read ? "" : " *")}"
                : "this page";
            table.Append($"| `{provider.Id}` | {provider.Name} | {url} | {key} | {provider.Prices ?? "–"} | {page} |\n");
        }

        return table.ToString();
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Relay.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
