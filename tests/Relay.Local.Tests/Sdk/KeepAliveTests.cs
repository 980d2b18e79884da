// The SDK calls its Responses client an evaluation.
#pragma warning disable OPENAI001

using Anthropic;
using Anthropic.Models.Messages;
using OpenAI.Responses;
using Relay.Local.Tests.Clients;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Sdk;

/// <summary>The SDKs of .NET take what keeps a stream alive, before its first word and in the midst of it, native and translated.</summary>
public sealed class KeepAliveTests
{
    private const string Prompt = "one two three";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> All { get; } = [.. Upstreams.Names];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task Chat_ComesWhole(string upstream)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(100));

        Assert.Equal(Prompt, await relay.Chat($"{upstream}-silent").StreamTextAsync(Prompt));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task AResponse_ComesWhole(string upstream)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(100));
        var text = "";

        await foreach (var update in await relay.OpenAI().GetResponsesClient().CreateResponseStreamingAsync($"{upstream}-silent", Prompt, cancellationToken: Token))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text += delta.Delta;
        }

        Assert.Equal(Prompt, text);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task AMessage_ComesWhole(string upstream)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await Upstreams.StartAsync(sandbox, new HurriedTime(100));
        var client = new AnthropicClient { BaseUrl = relay.Relay.Url.ToString().TrimEnd('/'), ApiKey = relay.Key, MaxRetries = 0 };
        var text = "";

        await foreach (var said in client.Messages.CreateStreaming(
            new MessageCreateParams { Model = $"{upstream}-silent", MaxTokens = 100, Messages = [new UserMessageParam { Content = Prompt }] }, Token))
        {
            if (said.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece)) text += piece.Text;
        }

        Assert.Equal(Prompt, text);
    }
}
