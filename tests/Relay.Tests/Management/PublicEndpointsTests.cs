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

    [Fact]
    public async Task AnAddressOfNothing_SaysWhereToLook()
    {
        var answer = await ManagementBench.CallAsync("", http => FallbackEndpoint.NotFoundAsync(http, Token));
        Assert.Equal((404, """{"error":{"message":"There is nothing at this address. The base URL of this relay ends in /v1, and chat is POST /v1/chat/completions.","type":"invalid_request_error","param":null,"code":"not_found"}}"""),
            (answer.Status, answer.Body));
    }
}
