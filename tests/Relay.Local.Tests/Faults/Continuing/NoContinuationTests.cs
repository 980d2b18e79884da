using System.Text.Json;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>What is not continued ends as it does without: an error event, no end, and a record that says so.</summary>
public sealed class NoContinuationTests
{
    private const string Text = "{\"index\":0,\"delta\":{\"content\":\"Once\"},\"finish_reason\":null}";

    public static TheoryData<string> NotOnlyText => new()
    {
        // A tool's call.
        "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}",
        // Thoughts.
        "{\"index\":0,\"delta\":{\"reasoning_content\":\"Let me\"}}",
        // Text behind thoughts.
        "{\"index\":0,\"delta\":{\"reasoning_content\":\"Let me\"}}|" + Text,
        // A tool's call behind text.
        Text + "|{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}",
        // A refusal.
        "{\"index\":0,\"delta\":{\"refusal\":\"I can\"}}",
        // Its reason to end.
        Text + "|{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}",
        // A source.
        Text + "|{\"index\":0,\"delta\":{\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://x\",\"title\":\"x\",\"start_index\":0,\"end_index\":2}}]}}",
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(NotOnlyText))]
    public async Task AnAnswerWithMoreThanText_IsNotContinued_Streaming(string choices)
    {
        var events = string.Concat(choices.Split('|').Select(static choice => $"data: {{\"id\":\"c1\",\"choices\":[{choice}]}}\n\n"));
        await AssertEndsAsync("openai-chat", "openai-chat", events);
        // The same, translated.
        await AssertEndsAsync("anthropic", "openai-chat", events);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai-chat", ",\"response_format\":{\"type\":\"json_object\"}")]
    [InlineData("openai-chat", ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}")]
    [InlineData("openai-chat", ",\"logprobs\":true")]
    [InlineData("openai-chat", ",\"n\":2")]
    [InlineData("openai-chat", ",\"store\":true")]
    [InlineData("openai-chat", ",\"web_search_options\":{}")]
    [InlineData("openai-responses", ",\"store\":true")]
    [InlineData("openai-responses", ",\"tools\":[{\"type\":\"web_search\"}]")]
    [InlineData("openai-responses", ",\"text\":{\"format\":{\"type\":\"json_object\"}}")]
    [InlineData("anthropic", ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]")]
    [InlineData("openai-responses", ",\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\"}}]")]
    [InlineData("anthropic", ",\"tools\":[{\"type\":\"code_execution_20250825\",\"name\":\"code_execution\"}]")]
    [InlineData("anthropic", ",\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://a.example\",\"name\":\"a\"}]")]
    [InlineData("gemini", ",\"tools\":[{\"codeExecution\":{}}]")]
    [InlineData("gemini", ",\"generationConfig\":{\"responseMimeType\":\"application/json\"}")]
    public async Task ACallThatAsksForWhatTwoAnswersAreNot_IsNotContinued_Streaming(string dialect, string more) =>
        await AssertEndsAsync(dialect, dialect, ContinuationStreams.Start(dialect, ContinuationStreams.Begun), more: more);

    [Theory(Timeout = 60_000)]
    [InlineData("\"strategy\":\"score\"")]
    [InlineData("\"continue\":false")]
    public async Task AModelThatDoesNotSaySo_IsNotContinued_Streaming(string model) =>
        await AssertEndsAsync("openai-chat", "openai-chat", ContinuationStreams.Start("openai-chat", ContinuationStreams.Begun), model: model);

    [Fact(Timeout = 60_000)]
    public async Task AnErrorThatWouldBeTheSameAnywhere_IsNotContinued_Streaming()
    {
        var events = ContinuationStreams.Start("openai-chat", ContinuationStreams.Begun) + "data: {\"error\":{\"message\":\"x\",\"code\":\"content_filter\"}}\n\n";
        var record = await AssertEndsAsync("openai-chat", "openai-chat", events, last: "\"code\":\"content_filter\"");
        Assert.Equal("content_filter", record.GetProperty("error_code").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task ATextOfMoreThan256KiB_IsNotContinued_Streaming()
    {
        var piece = new string('x', 1024);
        await AssertEndsAsync("openai-chat", "openai-chat", ContinuationStreams.Start("openai-chat", [.. Enumerable.Repeat(piece, 257)]));
        var all = ContinuationStreams.Cut("openai-chat", [.. Enumerable.Repeat(piece, 256)]);
        await using var relay = await ContinuationRelay.StartAsync(("openai-chat", all), ("openai-chat", ContinuationStreams.Whole("openai-chat", piece, ".")));
        using var response = await relay.AskAsync("openai-chat");
        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.True(isWhole);
        Assert.EndsWith("x.", ContinuationTests.TextOf(body), StringComparison.Ordinal);
        await relay.RecordAsync(response);
    }

    [Fact(Timeout = 60_000)]
    public async Task AStrictCall_IsNotContinuedWhereThatLosesAField_Streaming()
    {
        var events = ContinuationStreams.Start("openai-chat", ContinuationStreams.Begun);
        await using var relay = await ContinuationRelay.StartAsync(
            ("openai-chat", RawUpstream.CutEvents(events)), ("openai-chat", ContinuationStreams.Whole("openai-chat", ContinuationStreams.Rest)));
        relay.Running.Http.DefaultRequestHeaders.Add("x-relay-strict", "true");

        using var strict = await relay.AskAsync("openai-chat", ",\"not_known\":1");
        Assert.False((await ContinuationRelay.ReadAsync(strict)).IsWhole);
        Assert.Single((await relay.RecordAsync(strict)).GetProperty("attempts").EnumerateArray());

        relay.Running.Http.DefaultRequestHeaders.Remove("x-relay-strict");
        using var other = await relay.AskAsync("openai-chat", ",\"not_known\":1");
        Assert.True((await ContinuationRelay.ReadAsync(other)).IsWhole);
        var attempt = (await relay.RecordAsync(other)).GetProperty("attempts")[1];
        Assert.Equal("not_known", Assert.Single(attempt.GetProperty("dropped").EnumerateArray()).GetString());
    }

    private static async Task<JsonElement> AssertEndsAsync(
        string caller, string dialect, string events, string model = "\"continue\":true", string more = "", string last = "upstream_truncated")
    {
        await using var relay = await ContinuationRelay.StartAsync(
            [(dialect, RawUpstream.Start(RawUpstream.CutEvents(events))), (dialect, RawUpstream.Start(ContinuationStreams.Whole(dialect, ContinuationStreams.Rest)))], model);

        using var response = await relay.AskAsync(caller, more);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        // Gemini's clients give up for good when a connection breaks.
        Assert.Equal(caller == "gemini", isWhole);
        // Where the provider keeps the answer, its id is another to the caller.
        if (caller == dialect && more != ",\"store\":true") Assert.StartsWith(events.Split("data: {\"error")[0], body, StringComparison.Ordinal);
        Assert.Contains(caller == "gemini" ? "UNAVAILABLE" : caller is "anthropic" or "openai-responses" ? "\"type\":\"error\"" : last, body, StringComparison.Ordinal);
        Assert.Empty(relay.Upstreams[1].Requests);
        var record = await relay.RecordAsync(response);
        Assert.Equal(("truncated", 1), (record.GetProperty("outcome").GetString(), record.GetProperty("attempts").GetArrayLength()));
        return record;
    }
}
