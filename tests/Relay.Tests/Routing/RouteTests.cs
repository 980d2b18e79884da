using Relay.Dialects;
using Relay.Failures;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class RouteTests
{
    private const string Document = """
        {"accounts":[{"id":"chat","provider":"openai"},{"id":"both","provider":"google"}],
         "models":[{"name":"mixed","targets":[{"account":"chat"},{"account":"both"}]},{"name":"chat-only","targets":[{"account":"chat"}]}]}
        """;

    [Theory]
    [InlineData("OpenAIChat", "chat,both")]
    [InlineData("Gemini", "both")]
    public void ACall_IsPlannedAtTheTargetsThatSpeakItsDialect(string dialect, string accounts)
    {
        var planned = Router.Plan(Configs.Snapshot(Document), "mixed", Enum.Parse<Dialect>(dialect), _ => true, DateTimeOffset.UnixEpoch);

        Assert.True(planned.Succeeded(out var plan, out _));
        Assert.Equal(accounts, string.Join(',', plan.Targets.Select(target => target.Account.Id)));
    }

    [Fact]
    public void AModelThatNobodySpeaksToInThatDialect_IsRefused()
    {
        var failure = Router.Plan(Configs.Snapshot(Document), "chat-only", Dialect.Gemini, _ => true, DateTimeOffset.UnixEpoch).Failure!;

        Assert.Equal((400, FailureCode.DialectUnavailable, FailureSide.Relay), (failure.Status, failure.Code, failure.Side));
        Assert.Contains("speaks gemini", failure.Message, StringComparison.Ordinal);
    }
}
