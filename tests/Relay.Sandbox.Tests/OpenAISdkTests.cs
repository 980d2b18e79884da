using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using Relay.Sandbox.Tests.Running;

namespace Relay.Sandbox.Tests;

/// <summary>OpenAI's own .NET client, which knows nothing of a sandbox.</summary>
public class OpenAISdkTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("weather", functionParameters: BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    [Fact(Timeout = 20_000)]
    public async Task Chat_IsRead()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        ChatCompletion answer = await ChatOf(sandbox, "sandbox:cached=1").CompleteChatAsync(
            [new UserChatMessage("Hi there")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Hi there", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal((2, 2, 1), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount));
    }

    [Fact(Timeout = 20_000)]
    public async Task AStreamedChat_IsRead_AlsoInSingleBytes()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;

        await foreach (var update in ChatOf(sandbox, "sandbox:split=1,crlf").CompleteChatStreamingAsync(
            [new UserChatMessage("Grüß dich, 熊")], cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            usage ??= update.Usage;
            reason ??= update.FinishReason;
        }

        Assert.Equal("Grüß dich, 熊", text.ToString());
        Assert.Equal(3, usage!.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Stop, reason);
    }

    [Fact(Timeout = 20_000)]
    public async Task AToolsLoop_EndsWithTheToolsResult()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var chat = ChatOf(sandbox, "sandbox:tools");
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("How warm is it?")];

        ChatCompletion asked = await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);
        var call = Assert.Single(asked.ToolCalls);
        messages.AddRange([new AssistantChatMessage(asked), new ToolChatMessage(call.Id, "21 degrees")]);
        ChatCompletion answer = await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);

        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal(("weather", """{"city":"sandbox"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal("21 degrees", answer.Content[0].Text);
    }

    [Fact(Timeout = 20_000)]
    public async Task AStreamedToolCall_IsPutTogether()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (id, name, arguments) = ("", "", "");

        await foreach (var update in ChatOf(sandbox, "sandbox:tools").CompleteChatStreamingAsync(
            [new UserChatMessage("How warm is it?")], new() { Tools = { Weather } }, TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ToolCallUpdates)
                (id, name, arguments) = (id + part.ToolCallId, name + part.FunctionName, arguments + part.FunctionArgumentsUpdate);
        }

        Assert.Equal(("call_sandbox_1", "weather", """{"city":"sandbox"}"""), (id, name, arguments));
    }

    [Fact(Timeout = 20_000)]
    public async Task AnError_IsThrownWithItsStatus()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var error = await Assert.ThrowsAsync<ClientResultException>(() => ChatOf(sandbox, "sandbox:status=429,retry-after=1").CompleteChatAsync(
            [new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(429, error.Status);
        Assert.Contains("As asked for.", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task TheModelList_IsRead()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var models = await ClientOf(sandbox).GetOpenAIModelClient().GetModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal("sandbox", Assert.Single(models.Value).Id);
    }

    private static ChatClient ChatOf(RunningSandbox sandbox, string model) => ClientOf(sandbox).GetChatClient(model);

    private static OpenAIClient ClientOf(RunningSandbox sandbox) => new(new ApiKeyCredential("any"), new OpenAIClientOptions
    {
        Endpoint = sandbox.Server.BaseUrl,
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    });
}
