using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>Anthropic's official SDK, pointed at a relay: another base URL and another key, and nothing else.</summary>
public sealed class AnthropicTests
{
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"real\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n";

    private const string End = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static readonly MessageCreateParams Question = new()
    {
        Model = "m",
        MaxTokens = 100,
        Messages = [new UserMessageParam { Content = "Hi" }],
    };

    [Fact(Timeout = 60_000)]
    public async Task AMessage_Json()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"id":"msg_1","type":"message","role":"assistant","model":"real","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}"""));
        await using var relay = await StartAsync(upstream);

        var message = await ClientOf(relay).Messages.Create(Question, TestContext.Current.CancellationToken);

        Assert.True(message.Content.Single().TryPickText(out var text));
        Assert.Equal(("Hello", 3L), (text.Text, message.Usage.OutputTokens));
    }

    [Fact(Timeout = 60_000)]
    public async Task AMessage_Streaming()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Start + End));
        await using var relay = await StartAsync(upstream);

        Assert.Equal("Hello", await StreamAsync(relay));
    }

    [Fact(Timeout = 60_000)]
    public async Task AStreamThatBreaks_Throws()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(Start));
        await using var relay = await StartAsync(upstream);

        await Assert.ThrowsAnyAsync<AnthropicException>(() => StreamAsync(relay));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnUnknownModel_IsTheSdksNotFound()
    {
        await using var relay = await RunningRelay.StartAsync();

        var thrown = await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => ClientOf(relay).Messages.Create(Question, TestContext.Current.CancellationToken));

        Assert.Contains("does not exist here", thrown.ResponseBody, StringComparison.Ordinal);
    }

    private static AnthropicClient ClientOf(RunningRelay relay) =>
        new() { BaseUrl = relay.Relay.Url.ToString().TrimEnd('/'), ApiKey = relay.Key, MaxRetries = 0 };

    private static async Task<string> StreamAsync(RunningRelay relay)
    {
        var text = "";
        await foreach (var update in ClientOf(relay).Messages.CreateStreaming(Question, TestContext.Current.CancellationToken))
        {
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta)) text += delta.Text;
        }

        return text;
    }

    private static Task<RunningRelay> StartAsync(RawUpstream upstream) => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{"id":"up0","provider":"anthropic","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
        }
        """);
}
