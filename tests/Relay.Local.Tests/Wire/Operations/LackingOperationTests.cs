using System.Text;
using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>An account that lacks an operation for a model: nobody else notices that one caller asked.</summary>
public sealed class LackingOperationTests
{
    private const string Answer = """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";

    private const string Lacking =
        """{"error":{"message":"The provider does not do that with this model, or not for this relay's account. Ask for another model, or have whoever runs the relay look at the account's rights.","type":"invalid_request_error","param":"model","code":"dialect_unavailable"}}""";

    private const string Refusal = """{"error":{"message":"no","code":null}}""";

    [Theory(Timeout = 60_000)]
    [InlineData("404 Not Found", 404, "provider", Refusal)]
    [InlineData("404 Not Found", 400, "relay", Lacking, "no such page")]
    [InlineData("403 Forbidden", 400, "relay", Lacking)]
    public async Task AnEmbeddingThatTheModelCannotMake_LeavesItsChatsWhereTheyWere(string refusal, int status, string side, string body, string said = Refusal)
    {
        await using var first = RawUpstream.Start((request, stream, cancellationToken) => stream.WriteAsync(
            Encoding.UTF8.GetBytes(request.Contains("/embeddings", StringComparison.Ordinal)
                ? RawUpstream.Json(said, refusal) : RawUpstream.Json(Answer)), cancellationToken).AsTask());
        await using var second = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync([first, second]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/embeddings")
        {
            Content = new StringContent("""{"model":"m","input":"Hi"}""", Encoding.UTF8, "application/json"),
            Headers = { { "x-relay-only", "up0" } },
        };
        using var refused = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, side), ((int)refused.StatusCode, refused.Headers.GetValues("x-relay-error").Single()));
        Assert.Equal(body, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var chat = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
        Assert.Equal((200, "up0"), ((int)chat.StatusCode, chat.Headers.GetValues("x-relay-account").Single()));
    }
}
