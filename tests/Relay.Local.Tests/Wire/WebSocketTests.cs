using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>Requirement 12 of what clients need: any other answer than 426 costs Codex its turn, or six seconds.</summary>
public sealed class WebSocketTests
{
    [Fact(Timeout = 60_000)]
    public async Task AnUpgradeToAWebSocket_Is426AtOnce_AlsoWithoutAKey()
    {
        await using var relay = await RunningRelay.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Relay.Url, "/v1/responses"));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

        using var response = await relay.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(426, (int)response.StatusCode);
        Assert.Contains("\"code\":\"no_websocket\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("relay", response.Headers.GetValues("x-relay-error").Single());
    }
}
