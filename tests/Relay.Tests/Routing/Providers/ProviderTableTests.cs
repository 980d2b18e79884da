using System.Globalization;
using System.Text;
using Relay.Dialects;
using Relay.Routing.Providers;

namespace Relay.Tests.Routing.Providers;

/// <summary>The table in docs/providers.md is made from the data file, and here.</summary>
public sealed class ProviderTableTests
{
    private const string Begin = "<!-- providers: written by ProviderTableTests with RELAY_WRITE_DOCS=1 -->\n";
    private const string End = "<!-- end of providers -->\n";

    private const string FieldsBegin = "<!-- fields: written by ProviderTableTests with RELAY_WRITE_DOCS=1 -->\n";
    private const string FieldsEnd = "<!-- end of fields -->\n";

    [Fact]
    public void TheDocumentedTable_IsThatOfTheDataFile() => Check(Begin, End, Table());

    [Fact]
    public void TheDocumentedFields_AreThoseOfTheDataFile() => Check(FieldsBegin, FieldsEnd, FieldTable());

    private static void Check(string begin, string endMark, string table)
    {
        var path = Repository.At("docs", "providers.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = page.IndexOf(endMark, StringComparison.Ordinal);
        Assert.True(start > begin.Length && end >= start, "docs/providers.md has lost the marks around its table.");

        if (Environment.GetEnvironmentVariable("RELAY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[start..end]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| id | provider | base URL | key | prices | documentation |\n");
        table.Append("|---|---|---|---|---|---|\n");
        foreach (var provider in ProviderCatalogue.Default.All) table.Append(Row(provider));
        return table.ToString();
    }

    private static string FieldTable()
    {
        var table = new StringBuilder("| id | left out | called otherwise | known from |\n|---|---|---|---|\n");
        foreach (var provider in ProviderCatalogue.Default.All)
        {
            if (provider.Endpoints.Select(endpoint => endpoint.Fields).FirstOrDefault(fields => fields is not null) is not { } fields) continue;
            var refuses = string.Join(", ", (fields.Refuses ?? []).Select(field => $"`{field}`"));
            var renames = string.Join(", ", (fields.Renames ?? new Dictionary<string, string>()).Select(name => $"`{name.Key}` is `{name.Value}`"));
            var sources = string.Join(", ", fields.Sources.Select((source, i) => $"[{i + 1}]({source})"));
            if (fields.Refuses is not null || fields.Renames is not null)
                table.Append(CultureInfo.InvariantCulture, $"| `{provider.Id}` | {refuses} | {renames} | {sources} |\n");
            foreach (var some in fields.Models ?? [])
            {
                var models = string.Join(", ", some.Models.Select(model => $"`{model}`"));
                var numbers = string.Join(", ", some.Fixed.Keys.Select(field => $"`{field}`"));
                table.Append(CultureInfo.InvariantCulture, $"| `{provider.Id}`: {models} | {numbers} |  | {sources} |\n");
            }
        }

        return table.ToString();
    }

    private static string Row(Provider provider)
    {
        var endpoint = provider.Endpoints[0];
        var absent = provider.Id == "sandbox" ? "in process" : "the account's own";
        var url = provider.Endpoints.All(each => each.BaseUrl is null) ? absent : provider.Endpoints.Count > 1
            ? string.Join("<br>", provider.Endpoints.Select(each => $"{DialectNames.NameOf(each.Dialect)}: `{each.BaseUrl}`"))
            : $"`{endpoint.BaseUrl}`";
        var key = provider.KeyVariable is { } variable ? $"`{variable}`" : "none";
        if (endpoint.Auth.Name != "Authorization") key += $", in `{endpoint.Auth.Name}`";
        var page = Uri.TryCreate(provider.Documentation, UriKind.Absolute, out var address)
            ? $"[{address.Host}]({provider.Documentation}){(provider.Read ? "" : " *")}"
            : "this page";
        return $"| `{provider.Id}` | {provider.Name} | {url} | {key} | {provider.Prices ?? "–"} | {page} |\n";
    }
}
