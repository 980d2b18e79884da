using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A stream that breaks off is not billed for the tokens that were counted when it had just begun.</summary>
public sealed class CutUsageTests
{
    private static readonly string Text = new('a', 400);

    public static TheoryData<string, string, string> Streams => new()
    {
        { "anthropic", "anthropic", Messages },
        { "anthropic", "openai-chat", Messages },
        { "google", "gemini", Gemini },
        { "google", "openai-responses", Gemini },
        // Some say with each chunk what was used so far.
        { "cerebras", "openai-chat", $$$"""data: {"id":"1","choices":[{"index":0,"delta":{"content":"{{{Text}}}"}}],"usage":{"prompt_tokens":7,"completion_tokens":1}}""" + "\n\n" },
    };

    private static string Messages =>
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"real\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{Text}\"}}}}\n\n";

    private static string Gemini =>
        $"data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{Text}\"}}]}},\"index\":0}}],\"usageMetadata\":{{\"promptTokenCount\":7,\"candidatesTokenCount\":1}}}}\r\n\r\n";

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Streams))]
    public async Task WhatWasSaid_IsEstimated_AndWhatWasAsked_IsAsReported(string provider, string caller, string events)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(events));
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"up","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["*"]}],
              "models": [{"name":"m","targets":[{"account":"up","model":"real"}]}]
            }
            """);

        try
        {
            (await DialectCalls.AskAsync(relay, caller, "m", "Hi", stream: true)).Dispose();
        }
        catch (HttpRequestException)
        {
            // It broke off, as it should.
        }

        var record = Assert.Single(await relay.RecordsAsync(1));
        var usage = record.GetProperty("usage");
        Assert.Equal(
            ("truncated", true, 7, 100),
            (record.GetProperty("outcome").GetString(), record.GetProperty("usage_estimated").GetBoolean(),
                usage.GetProperty("input").GetInt64(), usage.GetProperty("output").GetInt64()));
    }
}
