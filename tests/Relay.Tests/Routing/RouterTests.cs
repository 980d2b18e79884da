using System.Text.Json;
using Relay.Failures;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class RouterTests
{
    private static string Document(string unpriced) => $$"""
        {
          "accounts": [{"id":"a","provider":"groq","models":["priced","free","team-secret-model"]},{"id":"b","provider":"openai","models":["priced"]}],
          "prices": [{"model":"priced","provider":"openai","input":1,"output":1}],
          "unpriced": "{{unpriced}}"
        }
        """;

    [Theory]
    [InlineData("allow", "priced", "a", "b")]
    [InlineData("free", "free", "a")]
    [InlineData("refuse", "priced", "b")]
    public void ThePolicy_DecidesWhichTargetsAreLeft(string unpriced, string model, params string[] accounts)
    {
        var plan = Plans.Of(Configs.Snapshot(Document(unpriced)), Plans.Ask(model));
        Assert.Equal(accounts, plan.Targets.Select(target => target.Account.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AModelWithoutAPrice_IsRefused_WhenTheConfigSaysSo()
    {
        var failure = Plans.Of(Configs.Snapshot(Document("refuse")), Plans.Ask("free")).Refusal!;
        Assert.Equal((400, "model_unpriced", "model"), (failure.Status, failure.Code, failure.Param));
        Assert.Equal("The model `free` has no price, and this relay's config refuses such models (unpriced: refuse). "
            + "Add a price for it under prices.", failure.Message);
    }

    [Theory]
    [InlineData("prices", "The model `prices` does not exist here. Did you mean priced? GET /v1/models lists the models there are.")]
    [InlineData("llama", "The model `llama` does not exist here. GET /v1/models lists the models there are.")]
    public void AnUnknownName_ComesWithThoseThatAreNear(string model, string message)
    {
        var failure = Plans.Of(Configs.Snapshot(Document("allow")), Plans.Ask(model)).Refusal!;
        Assert.Equal((404, "model_not_found", "model", FailureSide.Caller, message),
            (failure.Status, failure.Code, failure.Param, failure.Side, failure.Message));
    }

    [Fact]
    public void NamesThatTheKeyMayNotUse_AreNotSuggested()
    {
        var failure = Plans.Of(
            Configs.Snapshot(Document("allow")), Plans.Ask("team-secret-mode") with { Allowed = name => name == "priced" }).Refusal!;
        Assert.DoesNotContain("team-secret-model", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Hostile() =>
        [new string('x', 1_000_000), new string('x', 199) + "😀" + new string('y', 100), "\ud800", "\0\r\n", ""];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void AHostileName_MakesAShortAnswerInJson(string model)
    {
        var failure = Plans.Of(Configs.Snapshot(Document("allow")), Plans.Ask(model)).Refusal!;
        var json = ErrorWriter.ToJson(failure);
        Assert.True(json.Length < 2000);
        using var _ = JsonDocument.Parse(json);
    }
}
