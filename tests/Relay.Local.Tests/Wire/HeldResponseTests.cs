using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Wire;

/// <summary>The exact bytes of calls of Responses whose answers a provider holds, and of what is asked about these.</summary>
public sealed class HeldResponseTests
{
    [Fact(Timeout = 60_000)]
    public async Task AResponseThatIsKept_HasAnIdThatCarriesItsAccount_Json()
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"m","input":"x"}""", turnState: "from-caller");

        var text = await response.TextAsync();
        var id = HeldResponses.IdIn(text);
        Assert.NotEmpty(id);
        Assert.Equal(HeldResponses.Response(id), text);
        Assert.Equal("from-provider", response.Headers.GetValues("x-codex-turn-state").Single());
        Assert.Contains("\r\nx-codex-turn-state: from-caller\r\n", upstream.Requests.Single(), StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"model":"real","input":"x"}""", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
    }

    [Fact(Timeout = 60_000)]
    public async Task AResponseThatIsKept_HasAnIdThatCarriesItsAccount_Streaming()
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"m","input":"x","stream":true,"store":true}""");

        var text = await response.TextAsync();
        var id = HeldResponses.IdIn(text);
        Assert.NotEmpty(id);
        Assert.Equal(HeldResponses.Stream(id), text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AResponseThatIsNotKept_PassesAsItIs(bool stream)
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"m","input":"x", "store" : false,"stream":{{(stream ? "true" : "false")}}}""");

        Assert.Equal(stream ? HeldResponses.Stream() : HeldResponses.Response(), await response.TextAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, "\"previous_response_id\": \"ID\"")]
    [InlineData(true, "\"previous_response_id\": \"ID\"")]
    [InlineData(false, "\"conversation\":\"ID\"")]
    [InlineData(false, "\"conversation\":{ \"id\":\"ID\" }")]
    public async Task WhatIsContinued_GoesToTheAccountThatHoldsIt(bool stream, string field)
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();
        var rest = stream ? ",\"stream\":true" : "";

        using var response = await relay.SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"store":false,{{field.Replace("ID", id, StringComparison.Ordinal)}},"model":"m","input":"y"{{rest}}}""");

        Assert.Equal("up1", response.Headers.GetValues("x-relay-account").Single());
        Assert.EndsWith(
            $$"""{"store":false,{{field.Replace("ID", "resp_1", StringComparison.Ordinal)}},"model":"real","input":"y"{{rest}}}""",
            second.Requests.Last(), StringComparison.Ordinal);
        // Asked for with Relay's id, it comes under one.
        var text = await response.TextAsync();
        Assert.Equal(stream ? HeldResponses.Stream(HeldResponses.IdIn(text)) : HeldResponses.Response(HeldResponses.IdIn(text)), text);
        Assert.Empty(first.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnIdThatIsNotRelays_GoesAsItIs_ToTheOnlyAccount()
    {
        await using var upstream = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"m","input":"x","previous_response_id":"resp_old"}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("""{"model":"real","input":"x","previous_response_id":"resp_old"}""", upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "", "GET /v1/responses/resp_1 HTTP/1.1", "response_retrieval")]
    [InlineData("GET", "?include[]=file_search_call.results&key=none", "GET /v1/responses/resp_1?include%5B%5D=file_search_call.results HTTP/1.1", "response_retrieval")]
    [InlineData("POST", "/cancel", "POST /v1/responses/resp_1/cancel HTTP/1.1", "response_cancellation")]
    public async Task WhatIsHeld_IsAskedFor_Json(string method, string path, string line, string operation)
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        using var response = await relay.SendAsync(new HttpMethod(method), $"/v1/responses/{id}{path}", turnState: "from-caller");

        Assert.Equal((200, HeldResponses.Response(id)), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal(line, HeldResponses.Line(second.Requests.Last()));
        Assert.Contains("\r\nx-codex-turn-state: from-caller\r\n", second.Requests.Last(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("from-provider", response.Headers.GetValues("x-codex-turn-state").Single());
        Assert.Empty(first.Requests);
        // What it used was counted when it was made.
        Assert.Equal((null, null, 0, false), await relay.UsedAsync(response));
        var record = await relay.RecordAsync(response);
        Assert.Equal((operation, "completed", HeldResponses.AtSecond, "up1"),
            (record.GetProperty("operation").GetString(), record.GetProperty("outcome").GetString(), record.GetProperty("model").GetString(),
                record.GetProperty("account").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task WhatIsHeld_IsAskedFor_Streaming()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        using var response = await relay.SendAsync(HttpMethod.Get, $"/openai/v1/responses/{id}?stream=true&starting_after=0");

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(HeldResponses.Stream(id), await response.TextAsync());
        Assert.Equal("GET /v1/responses/resp_1?stream=true&starting_after=0 HTTP/1.1", HeldResponses.Line(second.Requests.Last()));
        Assert.Equal((null, null, 0, false), await relay.UsedAsync(response));
    }

    [Fact(Timeout = 60_000)]
    public async Task WhatIsHeld_IsListedAndDeleted()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();

        using var items = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}/input_items?limit=2&after=msg_0");
        using var deleted = await relay.SendAsync(HttpMethod.Delete, $"/v1/responses/{id}");

        Assert.Equal(
            """{"object":"list","data":[{"id":"msg_0","type":"message"}],"first_id":"msg_0","last_id":"msg_0","has_more":false}""", await items.TextAsync());
        Assert.Equal($$"""{"id":"{{id}}","object":"response","deleted":true}""", await deleted.TextAsync());
        var request = second.Requests.Last();
        Assert.Equal(
            $"DELETE /v1/responses/resp_1 HTTP/1.1\r\nHost: {new Uri(second.BaseUrl).Authority}\r\nAccept-Encoding: identity\r\nAuthorization: Bearer sandbox\r\n\r\n",
            request);
        Assert.Empty(first.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task AFailedResponse_IsAnAnswer()
    {
        const string failed = """{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"x"},"output":[]}""";
        await using var upstream = HeldResponses.Start(RawUpstream.Json(failed));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var id = await relay.MakeAsync("m");

        using var response = await relay.SendAsync(HttpMethod.Get, $"/v1/responses/{id}");

        Assert.Equal((200, failed.Replace("resp_1", id, StringComparison.Ordinal)), ((int)response.StatusCode, await response.TextAsync()));
    }

    [Fact(Timeout = 60_000)]
    public async Task ACompaction_AndACount_GoToTheAccountThatHoldsWhatTheyContinue()
    {
        await using var first = HeldResponses.Start();
        await using var second = HeldResponses.Start();
        await using var relay = await RunningRelay.StartAsync([first, second]);
        var id = await relay.MakeAsync();
        var body = $$"""{"model":"m","previous_response_id":"{{id}}"}""";

        using var compacted = await relay.SendAsync(HttpMethod.Post, "/v1/responses/compact", body);
        using var counted = await relay.SendAsync(HttpMethod.Post, "/openai/v1/responses/input_tokens", body);

        Assert.StartsWith("""{"id":"resp_9",""", await compacted.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"object":"response.input_tokens","input_tokens":11}""", await counted.TextAsync());
        Assert.All(second.Requests.Skip(1), request => Assert.EndsWith("""{"model":"real","previous_response_id":"resp_1"}""", request, StringComparison.Ordinal));
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(compacted));
        Assert.Equal((null, null, 0, false), await relay.UsedAsync(counted));
        Assert.Empty(first.Requests);
    }
}
