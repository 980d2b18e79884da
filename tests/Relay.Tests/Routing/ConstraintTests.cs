using Relay.Failures;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class ConstraintTests
{
    private const string Key = "abcdefghjkmn";

    private static string Document(string model = "", string overrides = "") => $$"""
        {
          "accounts": [
            {"id":"a","provider":"openai","region":"eu","tags":["batch"]},
            {"id":"b","provider":"openai","region":"us"},
            {"id":"c","provider":"groq","region":"eu"}],
          "models": [
            {"name":"m","targets":[{"account":"a"},{"account":"b","priority":1},{"account":"c","priority":2}]{{model}}},
            {"name":"other","targets":[{"account":"b","model":"o"},{"account":"c","model":"o","priority":1}]}],
          "overrides": [{{overrides}}]
        }
        """;

    [Theory]
    [InlineData(",\"only\":[\"eu\"]", "a,c")]
    [InlineData(",\"only\":[\"groq\",\"b\"]", "b,c")]
    [InlineData(",\"avoid\":[\"batch\"]", "b,c")]
    [InlineData(",\"only\":[\"eu\"],\"avoid\":[\"groq\"]", "a")]
    public void AModel_IsSentToTheAccountsItAllows(string model, string accounts) =>
        Assert.Equal(accounts, Plans.Of(Configs.Snapshot(Document(model)), Plans.Ask("m")).Accounts());

    [Fact]
    public void AllConstraintsHold_ThoseOfKeyAndProjectAndCallToo()
    {
        var config = Configs.Snapshot(Document(overrides: """{"key":"abcdefghjkmn","avoid":["a"]},{"project":"web","model":"m*","only":["eu","us"]}"""));
        var input = Plans.Ask("m") with { Key = Key, Project = "web", Constraint = new(["eu"], []) };
        var plan = Plans.Of(config, input);
        Assert.Equal("c", plan.Accounts());
        Assert.Equal(
            [("a", ExclusionReason.Avoid, "key", "a"), ("b", ExclusionReason.Only, "call", null)],
            plan.Excluded.Select(excluded => (excluded.Target.Account.Id, excluded.Reason, excluded.By!, excluded.Word)));
        Assert.Equal("a,b,c", Plans.Of(config, Plans.Ask("m") with { Key = "bbbbbbbbbbbb", Project = "else" }).Accounts());
    }

    [Fact]
    public void WhatHoldsForAModel_HoldsForItsFallbacks()
    {
        var config = Configs.Snapshot(Document(",\"only\":[\"eu\"],\"fallbacks\":[\"other\"]"));
        Assert.Equal(["a m", "c m", "c o"], Plans.Of(config, Plans.Ask("m")).Targets.Select(target => $"{target.Account.Id} {target.Model}"));
    }

    [Fact]
    public void WhenNoneIsLeft_TheCallIsRefused()
    {
        var plan = Plans.Of(Configs.Snapshot(Document()), Plans.Ask("m") with { Constraint = new(["eu"], ["eu"]) });
        Assert.Empty(plan.Targets);
        Assert.Equal((400, FailureCode.NoAccountAllowed), (plan.Refusal!.Status, plan.Refusal.Code));
        Assert.Equal(3, plan.Excluded.Count);
    }

    [Theory]
    [InlineData(Key, "web", "m", "b o")]
    [InlineData("bbbbbbbbbbbb", "web", "m", "a m")]
    [InlineData("bbbbbbbbbbbb", "web", "gpt-anything", "c llama")]
    [InlineData(Key, "web", "gpt-anything", "c llama")]
    [InlineData(null, null, "m", "a m")]
    public void AnOverride_PutsAnotherNameInPlace_ThatOfTheKeyFirst(string? key, string? project, string model, string first)
    {
        var config = Configs.Snapshot(Document(overrides: """
            {"project":"web","model":"gpt-*","use":"c/llama"},{"project":"web","model":"m","use":"m:cheap"},{"key":"abcdefghjkmn","model":"m","use":"other"}
            """));
        var target = Plans.Of(config, Plans.Ask(model) with { Key = key, Project = project }).Targets[0];
        Assert.Equal(first, $"{target.Account.Id} {target.Model}");
    }

    [Fact]
    public void ACallThatContinuesWhatAnAccountHolds_GoesThereOnly()
    {
        var config = Configs.Snapshot(Document());
        Assert.Equal("b", Plans.Of(config, Plans.Ask("m") with { Pin = "b" }, _ => Healths.Open).Accounts());
        var refusal = Plans.Of(config, Plans.Ask("m") with { Pin = "gone" }).Refusal!;
        Assert.Equal((404, FailureCode.NotFound), (refusal.Status, refusal.Code));
    }
}
