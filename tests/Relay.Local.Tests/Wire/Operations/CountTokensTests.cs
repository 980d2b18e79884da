using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Tokens are counted by the provider where it can, else roughly by Relay, which then says so.</summary>
public sealed class CountTokensTests
{
    private const string Body = """{ "model":"m","system":"Be brief.","messages":[{"role":"user","content":"grüße"}],"tools":[] }""";

    [Theory]
    [InlineData("/v1/messages/count_tokens?beta=true")]
    [InlineData("/anthropic/v1/messages/count_tokens")]
    public async Task TheProvidersCount_Json(string path)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"input_tokens": 14}"""));
        await using var relay = await OperationRelay.StartAsync(upstream, "anthropic");

        using var response = await relay.PostAsync(path, Body);

        Assert.StartsWith("POST /v1/messages/count_tokens HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Body.Replace("\"m\"", "\"real\"", StringComparison.Ordinal), upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("""{"input_tokens": 14}""", await response.TextAsync());
        Assert.False(response.Headers.Contains("x-relay-estimated"));
        // Nobody charges for it.
        Assert.Equal((null, null, 0, false), await relay.UsedAsync(response));
        Assert.Equal("count_tokens", (await relay.RecordAsync(response)).GetProperty("operation").GetString());
    }

    // "Be brief.", role, user, content and grüße are 31 bytes; role, user, parts, text and grüße are 24.
    [Theory]
    [InlineData("/v1/messages/count_tokens", Body, """{"input_tokens":8}""")]
    [InlineData("/v1beta/models/m:countTokens", """{"contents":[{"role":"user","parts":[{"text":"grüße"}]}]}""", """{"totalTokens":6}""")]
    [InlineData("/gemini/v1beta/models/m:countTokens", """{"contents":[]}""", """{"totalTokens":0}""")]
    public async Task AnEstimate_SaysThatItIsOne_AndIsSentNowhere(string path, string body, string answer)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await OperationRelay.StartAsync(upstream, "groq");

        using var response = await relay.PostAsync(path, body);

        Assert.Equal((200, answer), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal("true", response.Headers.GetValues("x-relay-estimated").Single());
        Assert.Empty(upstream.Requests);
        Assert.Empty(await relay.RecordsAsync());
    }

    [Fact]
    public async Task AProviderThatSpeaksMessagesAndCannotCount_IsMadeUpFor()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"type":"error","error":{"type":"not_found_error","message":"x"}}""", "404 Not Found"));
        await using var relay = await OperationRelay.StartAsync(upstream, "anthropic");

        using var response = await relay.PostAsync("/v1/messages/count_tokens", Body);

        Assert.Equal((200, """{"input_tokens":8}"""), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal("true", response.Headers.GetValues("x-relay-estimated").Single());
        Assert.Equal("failed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task AProviderThatRefuses_IsHeard()
    {
        const string error = """{"type":"error","error":{"type":"invalid_request_error","message":"x"}}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(error, "400 Bad Request"));
        await using var relay = await OperationRelay.StartAsync(upstream, "anthropic");

        using var response = await relay.PostAsync("/v1/messages/count_tokens", Body);

        Assert.Equal((400, error), ((int)response.StatusCode, await response.TextAsync()));
    }

    [Fact]
    public async Task AnUnknownModel_HasNoEstimate()
    {
        await using var relay = await RunningRelay.StartAsync();
        using var response = await relay.PostAsync("/v1/messages/count_tokens", """{"model":"nope","messages":[]}""");
        Assert.Equal(404, (int)response.StatusCode);
    }
}
