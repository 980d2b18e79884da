using System.ClientModel;
using OpenAI.Chat;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>What goes wrong at the provider before an answer begins, as the official SDK's own exception.</summary>
public sealed class UpstreamErrorTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("status=400,code=context_length_exceeded", 400, "context_length_exceeded", null)]
    [InlineData("status=429,retry-after=7", 429, "sandbox_error", "7")]
    [InlineData("status=500", 500, "sandbox_error", null, 2)]
    [InlineData("status=401", 503, "upstream_account", "30")]
    [InlineData("error=0,code=server_error", 502, "server_error", null, 2)]
    [InlineData("html", 502, "upstream_malformed", null, 2)]
    public async Task AProvidersError_HasItsStatusAndCode(string spec, int status, string code, string? retryAfter, int tries = 1)
    {
        await using var relay = await RunningRelay.StartAsync();
        // What the provider says of the request comes with the provider's own id of it.
        var own = spec.StartsWith("status=", StringComparison.Ordinal) && status != 503;
        await ThrowsAsync(relay.Chat($"sandbox:{spec}"), status, code, retryAfter, own);
        Assert.Equal(2 * tries, relay.Relay.Sandbox.Log.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnUpstreamThatIsNotThere_Is502()
    {
        // Port 1 of this machine: nothing listens there, and only root could.
        await using var relay = await RunningRelay.StartAsync("""
            {"accounts":[{"id":"up0","provider":"sandbox","base_url":"http://127.0.0.1:1/v1","secret":"SANDBOX_API_KEY","models":["m"]}]}
            """);
        await ThrowsAsync(relay.Chat("m"), 502, "upstream_unreachable", null);
    }

    [Fact(Timeout = 60_000)]
    public async Task A429WithAShortRetryAfter_IsTriedAgain_BeforeTheSdkHearsOfIt()
    {
        var busy = RawUpstream.Json("""{"error":{"message":"Slow down.","type":"rate_limit","param":null,"code":"rate_limit_exceeded"}}""", "429 Too Many", "Retry-After: 1\r\n");
        var good = RawUpstream.Json("""{"id":"c","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"At last."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");
        var calls = 0;
        await using var upstream = RawUpstream.Start((_, stream, cancellationToken) => stream.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes(Interlocked.Increment(ref calls) == 1 ? busy : good), cancellationToken).AsTask());
        await using var relay = await RunningRelay.StartAsync(upstream);

        var answer = await relay.Chat("m", retries: 0).CompleteChatAsync(
            [new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("At last.", answer.Value.Content.Single().Text);
        Assert.Equal(2, upstream.Requests.Count);
    }

    private static async Task ThrowsAsync(ChatClient chat, int status, string code, string? retryAfter, bool own = false)
    {
        var whole = await Assert.ThrowsAsync<ClientResultException>(
            () => chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));
        var streamed = await Assert.ThrowsAsync<ClientResultException>(() => chat.StreamTextAsync("Hi"));
        foreach (var thrown in new[] { whole, streamed })
        {
            Assert.Equal((status, code), thrown.Read());
            thrown.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait);
            Assert.Equal(retryAfter, wait);
            Assert.True(thrown.GetRawResponse()!.Headers.TryGetValue("x-relay-call-id", out var call));
            Assert.StartsWith("call_", call, StringComparison.Ordinal);
            if (!own) continue;
            Assert.True(thrown.GetRawResponse()!.Headers.TryGetValue("x-request-id", out var request));
            Assert.StartsWith("sandbox-", request, StringComparison.Ordinal);
        }
    }
}
