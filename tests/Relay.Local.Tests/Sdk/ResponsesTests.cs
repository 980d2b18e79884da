// The SDK calls its Responses client an evaluation.
#pragma warning disable OPENAI001

using System.ClientModel;
using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire;

namespace Relay.Local.Tests.Sdk;

/// <summary>Responses that a provider holds, by the official SDK.</summary>
public sealed class ResponsesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task AResponse_IsMade_Read_Continued_AndDeleted_AtTheAccountThatHoldsIt()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var client = relay.OpenAI().GetResponsesClient();

        var made = (await client.CreateResponseAsync(HeldResponses.AtSecond, "x", cancellationToken: Token)).Value;
        var read = (await client.GetResponseAsync(made.Id, Token)).Value;
        var continued = (await client.CreateResponseAsync("m", "y", made.Id, Token)).Value;
        var deleted = (await client.DeleteResponseAsync(made.Id, Token)).Value;

        Assert.Equal("grüße resp_1 ü", made.GetOutputText());
        Assert.StartsWith("resp_relay1", made.Id, StringComparison.Ordinal);
        Assert.Equal((made.Id, made.GetOutputText()), (read.Id, read.GetOutputText()));
        Assert.StartsWith("resp_relay1", continued.Id, StringComparison.Ordinal);
        Assert.True(deleted.Deleted);
        Assert.Empty(first.Requests);
        Assert.Equal(4, second.Requests.Count);
        Assert.Contains("\"previous_response_id\":\"resp_1\"", second.Requests.ElementAt(2), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnIdOfAnother_IsNotFound()
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() =>
            relay.OpenAI().GetResponsesClient().GetResponseAsync("resp_1", Token));

        Assert.Equal((404, "not_found"), thrown.Read());
    }
}
