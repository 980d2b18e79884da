using System.Text.RegularExpressions;

namespace Relay.Sandbox.Tests;

/// <summary>docs/sandbox.md names what the sandbox understands, and nothing else.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void EveryBehaviourOfThePage_IsUnderstood()
    {
        var specs = RowPattern().Matches(Repository.Read("docs", "sandbox.md")).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(specs);
        Assert.All(specs, spec =>
        {
            Behaviour.Parse(spec.Replace("=NAME", "=x").Replace("=TEXT", "=x").Replace("=MS", "=1").Replace("=N", "=400"), out var error);
            Assert.Null(error);
        });
    }

    [Fact]
    public void EveryBehaviourThatThereIs_IsOnThePage() =>
        Assert.Equal(
            typeof(Behaviour).GetProperties().Length,
            RowPattern().Count(Repository.Read("docs", "sandbox.md")));

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
