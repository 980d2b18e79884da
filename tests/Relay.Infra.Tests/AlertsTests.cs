using System.Text.RegularExpressions;
using Relay.Infra.Tests.Bicep;

namespace Relay.Infra.Tests;

/// <summary>Alerts look for what Relay and its host do say.</summary>
public sealed partial class AlertsTests(BicepFiles files)
{
    private static readonly string Logs = string.Join('\n', Repository.Sources().Select(File.ReadAllText));

    [Theory]
    [InlineData("no-healthy-account.kql")]
    [InlineData("open-records.kql")]
    public void EveryTextThatIsLookedFor_IsSaid(string query)
    {
        var texts = MessagePattern().Matches(Repository.Read("infra", "queries", query));

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.Contains(text.Groups[1].Value, Logs, StringComparison.Ordinal));
    }

    [Fact]
    public void TheExceptionOfATruncatedStream_HasTheNameThatIsLeftOut()
    {
        var query = Repository.Read("infra", "queries", "server-errors.kql");

        Assert.Contains("!in (truncated)", query, StringComparison.Ordinal);
        Assert.All(ExceptionPattern().Matches(query), match => Assert.Contains($"class {match.Groups[1].Value} ", Logs.Replace('(', ' '), StringComparison.Ordinal));
    }

    [Fact]
    public void TheSweep_HasTheNameThatIsLookedFor() =>
        Assert.Contains("[Function(nameof(SweepOpenCalls))]", Logs, StringComparison.Ordinal);

    [Fact]
    public async Task EveryAlert_IsOnAColumnOfItsQuery()
    {
        var alert = await files.ResourceAsync("Microsoft.Insights/scheduledQueryRules");
        var column = alert.Value!.Find("properties.criteria.allOf")!.Items!.Single().Find("metricMeasureColumn")!.Text!;

        Assert.All(Directory.GetFiles(Repository.At("infra", "queries")), query =>
            Assert.Matches($"(project|summarize) {column} = .*\n*$", File.ReadAllText(query).TrimEnd().Split('\n')[^1]));
    }

    // Sampling would thin out what is counted, and the default level of Warning leaves successful calls out.
    [Fact]
    public void TheHost_SendsAllThatIsCounted()
    {
        var host = System.Text.Json.Nodes.JsonNode.Parse(Repository.Read("host.json"))!["logging"]!;

        Assert.Equal("Information", host["logLevel"]!["Host.Results"]!.ToString());
        Assert.Equal("Request;Exception;Trace", host["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!.ToString());
    }

    [GeneratedRegex("message has '([^']+)'")]
    private static partial Regex MessagePattern();

    [GeneratedRegex("has '(\\w+Exception)'")]
    private static partial Regex ExceptionPattern();
}
