using Relay.Dialects;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class RouteTests
{
    private const string Document = """
        {"accounts":[{"id":"chat","provider":"openai"},{"id":"both","provider":"google"},{"id":"native","provider":"anthropic"}],
         "models":[{"name":"mixed","targets":[{"account":"chat"},{"account":"both","priority":1},{"account":"native","priority":2}]}]}
        """;

    [Theory]
    [InlineData("OpenAIChat", "chat,both,native")]
    [InlineData("Gemini", "chat,both,native")]
    [InlineData("Anthropic", "chat,both,native")]
    [InlineData("OpenAIResponses", "chat,both,native")]
    public void ACall_IsPlannedAtTheTargetsThatCanServeItsDialect(string dialect, string accounts)
    {
        var plan = Plans.Of(Configs.Snapshot(Document), Plans.Ask("mixed") with { Dialect = Enum.Parse<Dialect>(dialect) });

        Assert.Equal(accounts, string.Join(',', plan.Targets.Select(target => target.Account.Id)));
    }
}
