using System.Text;
using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Wire;

/// <summary>Who may not ask for what a provider holds, and what happens when its account cannot answer.</summary>
public sealed class HeldResponseRefusalTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("GET", "resp_1")]
    [InlineData("GET", "resp_relay1AAAA")]
    [InlineData("GET", "compact")]
    [InlineData("DELETE", "resp_68af4c")]
    [InlineData("POST", "resp_1/cancel")]
    [InlineData("GET", "resp_1/input_items")]
    public async Task AnIdThatIsNotRelays_IsNotFound(string method, string path)
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(new HttpMethod(method), $"/v1/responses/{path}");

        Assert.Equal((404, "not_found", null), await response.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnotherProject_CannotUseAnId()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();
        var other = await relay.NewKeyAsync("""{"name":"b","project":"other"}""");

        using var read = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}", key: other);
        using var continued = await relay.SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"m","input":"y","previous_response_id":"{{id}}"}""", other);

        Assert.Equal((404, "not_found", null), await read.ErrorAsync());
        // For this project it is no id of Relay's, and so might be one of either account.
        Assert.Equal((400, "account_unknown", "previous_response_id"), await continued.ErrorAsync());
        Assert.Empty(first.Requests);
        Assert.Single(second.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AKeyThatMayNotUseTheModel_MayNotAskForWhatItMade()
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);
        var all = await relay.NewKeyAsync("""{"name":"a","project":"p"}""");
        var few = await relay.NewKeyAsync("""{"name":"b","project":"p","models":["other"]}""");
        using var made = await relay.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"m","input":"x"}""", all);
        var id = HeldResponses.IdIn(await made.TextAsync());

        using var mine = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}", key: all);
        using var response = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}", key: few);

        Assert.Equal(200, (int)mine.StatusCode);
        Assert.Equal((403, "model_not_allowed", "model"), await response.ErrorAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task AnAccountThatIsGone_IsNotReplaced()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        // A model that only the other account has.
        using var response = await relay.SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"up0/real","input":"y","previous_response_id":"{{id}}"}""");

        Assert.Equal((404, "not_found", null), await response.ErrorAsync());
        Assert.Empty(first.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnAccountThatFails_IsNotReplaced()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start(RawUpstream.Json("""{"error":{"message":"x","type":"invalid_request_error","code":null}}""", "404 Not Found"));
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        using var response = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        // Something that is deleted says nothing against the account.
        using var next = await relay.SendAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"{{HeldResponses.AtSecond}}","input":"y"}""");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("""{"error":{"message":"x","type":"invalid_request_error","code":null}}""", await response.TextAsync());
        Assert.Equal(200, (int)next.StatusCode);
        Assert.Empty(first.Requests);
        Assert.Equal(3, second.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("input[1]", """{"model":"m","input":[{"role":"user","content":"an \"item_reference\""},{"type":"item_reference","id":"msg_1"}]}""")]
    [InlineData("input[0]", """{"model":"m","store":false,"input":[{"id":"rs_1", "type" : "item_reference"},{"role":"user","content":"x"}]}""")]
    [InlineData("conversation", """{"model":"m","input":"x","conversation":"conv_1"}""")]
    [InlineData("conversation", """{"model":"m","input":"x","conversation":{"id":"conv_1"}}""")]
    [InlineData("previous_response_id", """{"model":"m","input":"x","previous_response_id":"resp_1"}""")]
    public async Task WhatOneOfSeveralAccountsHolds_IsRefused_UnlessItIsSaidWhich(string field, string body)
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = new StringContent(body, null, "application/json") };
        request.Headers.Add("x-relay-only", "up1");

        using var refused = await relay.SendAsync(HttpMethod.Post, "/v1/responses", body);
        Assert.Empty(first.Requests);
        using var said = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        using var alone = await relay.SendAsync(HttpMethod.Post, "/v1/responses", body.Replace("\"m\"", "\"up1/real\"", StringComparison.Ordinal));

        Assert.Equal((400, "account_unknown", field), await refused.ErrorAsync());
        Assert.Equal((200, 200), ((int)said.StatusCode, (int)alone.StatusCode));
        Assert.Equal(2, second.Requests.Count);
        Assert.All(second.Requests, sent => Assert.EndsWith(body.Replace("\"m\"", "\"real\"", StringComparison.Ordinal), sent, StringComparison.Ordinal));
        Assert.Empty(first.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AReference_GoesWithTheResponseThatItStandsBehind()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses",
            $$"""{"model":"m","input":[{"type":"item_reference","id":"msg_1"}],"previous_response_id":"{{id}}"}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("""{"model":"real","input":[{"type":"item_reference","id":"msg_1"}],"previous_response_id":"resp_1"}""",
            second.Requests.Last(), StringComparison.Ordinal);
        Assert.Empty(first.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("POST", "/v1/conversations")]
    [InlineData("GET", "/v1/conversations/conv_1/items")]
    [InlineData("POST", "/openai/v1/conversations")]
    public async Task Conversations_AreNotKept_AndTheErrorSaysWhatIs(string method, string path)
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);

        Assert.Contains("previous_response_id", await response.TextAsync(), StringComparison.Ordinal);
        Assert.Equal((404, "not_found", null), await response.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("previous_response_id", "\"resp_1\"")]
    [InlineData("conversation", "\"conv_1\"")]
    [InlineData("background", "true")]
    [InlineData("input[0]", "")]
    public async Task AnAccountWithoutResponses_HoldsNothing(string field, string value)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await OperationRelay.StartAsync(upstream, "mistral");

        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses", field[^1] == ']'
            ? """{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""" : $$"""{"model":"m","input":"x","{{field}}":{{value}}}""");
        using var compacted = await relay.SendAsync(HttpMethod.Post, "/v1/responses/compact", """{"model":"m","input":"x"}""");

        Assert.Equal((400, "untranslatable_field", field), await response.ErrorAsync());
        Assert.Equal((400, "dialect_unavailable", "model"), await compacted.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task ATranslatedResponse_CannotBeAskedForAgain()
    {
        await using var upstream = RawUpstream.Start((_, stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Json(
            """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""")), token).AsTask());
        await using var relay = await OperationRelay.StartAsync(upstream, "mistral");

        using var made = await relay.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"m","input":"x"}""");
        using var json = System.Text.Json.JsonDocument.Parse(await made.TextAsync());
        using var response = await relay.SendAsync(HttpMethod.Get, "/v1/responses/" + json.RootElement.GetProperty("id").GetString());

        Assert.Equal((404, "not_found", null), await response.ErrorAsync());
    }
}
