using Relay.Dialects;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class RouteTests
{
    private const string Document = """
        {"accounts":[{"id":"chat","provider":"openai"},{"id":"both","provider":"google"},{"id":"native","provider":"anthropic"}],
         "models":[{"name":"mixed","targets":[{"account":"chat"},{"account":"both"},{"account":"native"}]}]}
        """;

    [Theory]
    [InlineData("OpenAIChat", "chat,both,native")]
    [InlineData("Gemini", "chat,both,native")]
    [InlineData("Anthropic", "chat,both,native")]
    [InlineData("OpenAIResponses", "chat,both,native")]
    public void ACall_IsPlannedAtTheTargetsThatCanServeItsDialect(string dialect, string accounts)
    {
        var planned = Router.Plan(Configs.Snapshot(Document), "mixed", Enum.Parse<Dialect>(dialect), _ => true, DateTimeOffset.UnixEpoch);

        Assert.True(planned.Succeeded(out var plan, out _));
        Assert.Equal(accounts, string.Join(',', plan.Targets.Select(target => target.Account.Id)));
    }
}
