using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>The exact bytes of operations whose request is JSON, whole and streamed.</summary>
public sealed class JsonOperationTests
{
    [Theory]
    [InlineData("embeddings", "embeddings", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"model":"real-1","usage":{"prompt_tokens":7,"total_tokens":7}}""", 7L, 0L, 7_000L)]
    [InlineData("completions", "text_completion", """{"choices":[{"text":"gr\u00fc\u00df","index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""", 7L, 3L, 13_000L)]
    [InlineData("moderations", "moderations", """{"id":"modr-1","model":"real-1","results":[{"flagged":false}]}""", null, null, null)]
    [InlineData("images/generations", "image_generation", """{"created":1,"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10,"input_tokens_details":{"text_tokens":7,"image_tokens":0}}}""", 7L, 3L, 13_000L)]
    [InlineData("images/generations", "image_generation", """{"created":1,"data":[{"url":"https://x.test/1.png"}]}""", null, null, null)]
    [InlineData("images/edits", "image_edit", """{"created":1,"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}}""", 7L, 3L, 13_000L)]
    [InlineData("rerank", "rerank", """{"results":[{"index":1,"relevance_score":0.9}],"usage":{"total_tokens":7}}""", 7L, 0L, 7_000L)]
    [InlineData("rerank", "rerank", """[{"index":1,"score":0.9}]""", null, null, null)]
    public async Task AnOperation_Json(string path, string name, string answer, long? input, long? output, long? cost)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer, headers: "x-request-id: req_1\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync(
            "/v1/" + path, """{ "input":"grüße \u00fc","model" : "m","encoding_format":"base64" , "temperature":1.0,"new":{"model":"inner"} }""");

        Assert.Equal(
            OperationRelay.Request(upstream, path, """{ "input":"grüße \u00fc","model" : "real","encoding_format":"base64" , "temperature":1.0,"new":{"model":"inner"} }"""),
            upstream.Requests.Single());
        Assert.Equal((200, answer), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("real", response.Headers.GetValues("x-relay-model").Single());
        Assert.Equal((input, output, cost, cost is null), await relay.UsedAsync(response));
        var record = await relay.RecordAsync(response);
        Assert.Equal((name, "completed", "m"),
            (record.GetProperty("operation").GetString(), record.GetProperty("outcome").GetString(), record.GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACompletion_Streaming(bool asked)
    {
        const string events = "data: {\"choices\":[{\"text\":\"gr\u00fc\",\"index\":0}]}\n\ndata: {\"choices\":[{\"text\":\"\u00df\",\"finish_reason\":\"stop\"}]}\r\n\r\n";
        const string usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n";
        const string done = "data: [DONE]\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events + usage + done));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var mine = asked ? "\"stream_options\":{\"include_usage\":true}," : "";

        using var response = await relay.PostAsync("/v1/completions", $$"""{{{mine}}"model":"m","prompt":"x","stream":true}""");

        Assert.Equal(
            OperationRelay.Request(upstream, "completions", """{"stream_options":{"include_usage":true},"model":"real","prompt":"x","stream":true}"""),
            upstream.Requests.Single());
        Assert.Equal(asked ? events + usage + done : events + done, await response.TextAsync());
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
    }

    [Fact]
    public async Task APicture_Streaming()
    {
        const string events = "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AA\"}\n\n"
            + "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3,\"total_tokens\":10}}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/images/generations", """{"model":"m","prompt":"x","stream":true,"partial_images":1}""");

        Assert.Equal(
            OperationRelay.Request(upstream, "images/generations", """{"model":"real","prompt":"x","stream":true,"partial_images":1}"""),
            upstream.Requests.Single());
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(events, await response.TextAsync());
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
    }

    [Fact]
    public async Task AStreamThatBreaks_HasAnErrorEvent_AndNoEnd()
    {
        const string events = "data: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AA\"}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/images/generations", """{"model":"m","prompt":"x","stream":true}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => response.TextAsync());
        Assert.Equal("truncated", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task PicturesThatAreChargedApart_HaveNoPrice()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"data":[],"usage":{"input_tokens":70,"output_tokens":3,"input_tokens_details":{"text_tokens":7,"image_tokens":63}}}"""));
        // The price list knows that this model's input pictures cost more, and not how much.
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"openai","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["gpt-image-1"]}]
            }
            """);

        using var response = await relay.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"x"}""");

        Assert.Equal((70, 3, null, true), await relay.UsedAsync(response));
        Assert.Equal(63, (await relay.RecordAsync(response)).GetProperty("usage").GetProperty("image_input").GetInt64());
    }

    [Fact]
    public async Task AModeration_MayLeaveTheModelToTheProvider()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"results":[]}"""));
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["omni-*"]}]
            }
            """);

        using var response = await relay.PostAsync("/v1/moderations", """{"input":"x"}""");

        Assert.Equal(
            OperationRelay.Request(upstream, "moderations", """{"model":"omni-moderation-latest","input":"x"}"""), upstream.Requests.Single());
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("embeddings", """{"input":"x"}""", 400, "missing_field", "model")]
    [InlineData("embeddings", """{"model":7}""", 400, "invalid_field", "model")]
    [InlineData("embeddings", "", 400, "invalid_json", null)]
    [InlineData("images/generations", "[]", 400, "invalid_json", null)]
    [InlineData("audio/speech", """{"model":"nope"}""", 404, "model_not_found", "model")]
    [InlineData("fine-tunes", """{"model":"m"}""", 404, "not_found", null)]
    public async Task ARefusal_SaysWhy_AndNothingIsSent(string path, string body, int status, string code, string? param)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/" + path, body);

        Assert.Equal((status, code, param), await response.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task TheSecondTarget_Answers_WhenTheFirstCannot()
    {
        await using var broken = RawUpstream.Start(RawUpstream.Json("{\"error\":{\"message\":\"x\"}}", "500 Internal Server Error"));
        await using var garbage = RawUpstream.Start(RawUpstream.Whole("<html>", "text/html"));
        await using var good = RawUpstream.Start(RawUpstream.Json("""{"data":[],"usage":{"prompt_tokens":1,"total_tokens":1}}"""));
        await using var relay = await RunningRelay.StartAsync([broken, garbage, good]);

        using var response = await relay.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.Equal("""{"data":[],"usage":{"prompt_tokens":1,"total_tokens":1}}""", await response.TextAsync());
        Assert.Equal("3", response.Headers.GetValues("x-relay-attempts").Single());
    }
}
