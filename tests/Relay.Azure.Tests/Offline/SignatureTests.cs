using System.Reflection;
using Azure.Data.Tables;

namespace Relay.Azure.Tests.Offline;

/// <summary>
/// Code that was built on the stand-in runs on the real package: every member that the stand-in shows is one of the
/// package's public listing, letter by letter. On the real package the same test shows that the listing is true.
/// </summary>
public sealed class SignatureTests
{
    private static readonly Assembly Tables = typeof(TableServiceClient).Assembly;

    [Fact]
    public void EveryMemberOfTheListing_IsThere_WithItsSignature()
    {
        var listed = Listed();

        Assert.True(listed.Count > 50, $"The listing has only {listed.Count} lines.");
        Assert.Empty(listed.Except(ApiListing.Of(Tables)));
    }

    [Fact]
    public void TheStandIn_ShowsNothingElse()
    {
        Assert.SkipUnless(
            Tables.GetName().Name!.StartsWith("Offline.", StringComparison.Ordinal), "The real package shows more than Relay uses.");

        Assert.Empty(ApiListing.Of(Tables).Except(Listed()));
    }

    private static List<string> Listed()
    {
        using var file = new StreamReader(
            typeof(SignatureTests).Assembly.GetManifestResourceStream("Azure.Data.Tables.api.txt")!);
        var lines = new List<string>();
        var type = "";
        while (file.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ') type = TypeOf(line);
            lines.Add(line[0] == ' ' ? $"{type}: {line.Trim()}" : line);
        }

        return lines;
    }

    private static string TypeOf(string header) =>
        header.Split(" : ")[0].Split(' ')[^1];
}
