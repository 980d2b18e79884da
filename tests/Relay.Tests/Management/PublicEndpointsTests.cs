using Relay.Management;

namespace Relay.Tests.Management;

public sealed class PublicEndpointsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_NeedsNoKey()
    {
        var answer = await ManagementBench.CallAsync("", http => HealthEndpoint.GetAsync(http, Token));
        Assert.Equal((200, """{"status":"ok"}"""), (answer.Status, answer.Body));
    }
}
