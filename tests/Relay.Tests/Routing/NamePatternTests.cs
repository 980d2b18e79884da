using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Relay.Routing;

namespace Relay.Tests.Routing;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("gpt-*", "gpt-5.4", true)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("gpt-*", "gpt", false)]
    [InlineData("*/llama-*", "meta/llama-4", true)]
    [InlineData("*/llama-*", "llama-4", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "anything at all", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("gpt-5", "GPT-5", false)]
    [InlineData("a*b*c", "abcbc", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("[a-z]+", "b", false)]
    [InlineData("é*", "é😀", true)]
    public void AStar_StandsForAnyText_AndNothingElseIsSpecial(string pattern, string name, bool fits) =>
        Assert.Equal(fits, NamePattern.Matches(pattern, name));

    [Fact]
    public void EveryPattern_AgreesWithTheRegexOfTheSameMeaning()
    {
        var pattern = Gen.Elements('a', 'b', '*', '.').ListOf().Select(chars => string.Concat(chars));
        var name = Gen.Elements('a', 'b', '.').ListOf().Select(chars => string.Concat(chars));
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(pattern.Zip(name).ToArbitrary(), pair =>
        {
            var (asked, text) = pair;
            var oracle = "^" + Regex.Escape(asked).Replace("\\*", ".*", StringComparison.Ordinal) + "\\z";
            return NamePattern.Matches(asked, text) == Regex.IsMatch(text, oracle, RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }));
    }

    [Fact]
    public void NoPatternNeedsMoreStepsThanItsLengthTimesTheName()
    {
        // A matcher that backtracks over every star would not come back from this within the age of the earth.
        var pattern = string.Concat(Enumerable.Repeat("*a", 100)) + "b";
        Assert.False(NamePattern.Matches(pattern, new string('a', 10_000)));
        Assert.True(NamePattern.Matches(pattern, new string('a', 10_000) + "b"));
    }

    [Fact]
    public void AnyOfSeveral_IsEnough_AndNoneOfNoneIsNot()
    {
        Assert.True(NamePattern.MatchesAny(["x", "gpt-*"], "gpt-5"));
        Assert.False(NamePattern.MatchesAny(["x", "y"], "gpt-5"));
        Assert.False(NamePattern.MatchesAny([], "gpt-5"));
    }
}
