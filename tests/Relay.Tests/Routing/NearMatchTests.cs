using Relay.Routing;

namespace Relay.Tests.Routing;

public sealed class NearMatchTests
{
    [Theory]
    [InlineData("gpt-5.4-mimi", "gpt-5.4-mini")]
    [InlineData("GPT-5.4", "gpt-5.4")]
    [InlineData("gpt5.4", "gpt-5.4")]
    [InlineData("claude", "claude-sonnet-5")]
    [InlineData("sandbx", "sandbox")]
    public void ASlip_FindsWhatWasMeantFirst(string name, string meant) =>
        Assert.Equal(meant, NearMatch.Of(name, ["gpt-5.4", "gpt-5.4-mini", "claude-sonnet-5", "sandbox"])[0]);

    [Fact]
    public void AtMostThree_TheNearestFirst_ThenByName() =>
        Assert.Equal(["abcd", "abce", "abcx"], NearMatch.Of("abcd", ["abcy", "abcx", "abce", "abcd", "zzzz"]));

    [Fact]
    public void WhatIsFar_IsNotNamed() => Assert.Empty(NearMatch.Of("llama", ["gpt-5.4", "claude"]));

    public static TheoryData<string> Hostile() =>
    [
        "", new string('a', 129), new string('a', 1_000_000), "\ud800", "é", "😀😀", "\0\r\n", "İIıi",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void AHostileName_FindsNothing_AndBreaksNothing(string name) =>
        Assert.Empty(NearMatch.Of(name, ["gpt-5.4-mini", new string('a', 1_000_000), new string('é', 127)]));

    [Fact]
    public void TheLongestNames_AreStillCompared()
    {
        var name = new string('a', 127);
        Assert.Equal([name + "b"], NearMatch.Of(name + "a", [name + "b"]));
    }

    [Fact]
    public void AnEmptyCandidate_IsNoSuggestionForALongName() => Assert.Empty(NearMatch.Of("llama", [""]));
}
