// The SDK calls its Responses client an evaluation.
#pragma warning disable OPENAI001

using Anthropic;
using Anthropic.Models.Messages;
using OpenAI.Chat;
using OpenAI.Responses;
using Relay.Local.Tests.Faults.Continuing;

namespace Relay.Local.Tests.Sdk;

/// <summary>A text that broke off and was continued is one answer to the official SDKs, its end and usage included.</summary>
public sealed class ContinuedStreamTests
{
    private const string Story = "Once upon a time there was a fox.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task OpenAIChat_Streaming()
    {
        await using var relay = await StartAsync("openai-chat");
        var (text, finish, output) = ("", default(ChatFinishReason?), 0);

        await foreach (var update in relay.Running.Chat("m").CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            finish ??= update.FinishReason;
            output += update.Usage?.OutputTokenCount ?? 0;
        }

        Assert.Equal((Story, ChatFinishReason.Stop, 5), (text, finish, output));
    }

    [Fact(Timeout = 60_000)]
    public async Task OpenAIResponses_Streaming()
    {
        await using var relay = await StartAsync("openai-responses");
        var options = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("Hi")]) { StoredOutputEnabled = false, StreamingEnabled = true };
        var text = "";
        ResponseResult? whole = null;

        await foreach (var update in await relay.Running.OpenAI().GetResponsesClient().CreateResponseStreamingAsync(options, Token))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text += delta.Delta;
            if (update is StreamingResponseCompletedUpdate completed) whole = completed.Response;
        }

        Assert.Equal((Story, Story, 5), (text, whole?.GetOutputText(), whole?.Usage.OutputTokenCount));
    }

    [Fact(Timeout = 60_000)]
    public async Task Anthropic_Streaming()
    {
        await using var relay = await StartAsync("anthropic");
        using var client = new AnthropicClient { BaseUrl = relay.Running.Relay.Url.ToString().TrimEnd('/'), ApiKey = relay.Running.Key, MaxRetries = 0 };
        var question = new MessageCreateParams { Model = "m", MaxTokens = 100, Messages = [new UserMessageParam { Content = "Hi" }] };
        var (text, output, ends) = ("", 0L, 0);

        await foreach (var update in client.Messages.CreateStreaming(question, Token))
        {
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta)) text += delta.Text;
            if (update.TryPickDelta(out var last)) output = last.Usage.OutputTokens;
            if (update.TryPickStop(out _)) ends++;
        }

        Assert.Equal((Story, 5L, 1), (text, output, ends));
    }

    private static Task<ContinuationRelay> StartAsync(string dialect) => ContinuationRelay.StartAsync(
        (dialect, ContinuationStreams.Cut(dialect, ContinuationStreams.Begun)), (dialect, ContinuationStreams.Whole(dialect, ContinuationStreams.Rest)));
}
