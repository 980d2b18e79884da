using System.Text;
using OpenAI.Chat;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>A tool's call, its result, and the text that follows, by the official SDK.</summary>
public sealed class ToolLoopTests
{
    private const string Arguments = """{"city":"sandbox","days":1}""";

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "The weather of a place.", BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"]}"""));

    [Fact(Timeout = 60_000)]
    public async Task AToolIsCalled_AndItsResultAnswered_Json()
    {
        await using var relay = await RunningRelay.StartAsync();
        var chat = relay.Chat("sandbox:tools");
        List<ChatMessage> messages = [new UserChatMessage("What is the weather?")];

        var asked = (await chat.CompleteChatAsync(messages, WithTool(), TestContext.Current.CancellationToken)).Value;

        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        var call = asked.ToolCalls.Single();
        Assert.Equal(("call_sandbox_1", "get_weather", Arguments), (call.Id, call.FunctionName, call.FunctionArguments.ToString()));

        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(call.Id, "It rains."));
        var told = (await chat.CompleteChatAsync(messages, WithTool(), TestContext.Current.CancellationToken)).Value;
        Assert.Equal((ChatFinishReason.Stop, "It rains."), (told.FinishReason, told.Content.Single().Text));
    }

    [Fact(Timeout = 60_000)]
    public async Task AToolIsCalled_AndItsResultAnswered_Streaming()
    {
        await using var relay = await RunningRelay.StartAsync();
        var chat = relay.Chat("sandbox:tools");
        List<ChatMessage> messages = [new UserChatMessage("What is the weather?")];

        var (_, id, name, arguments, reason) = await StreamAsync(chat, messages);

        Assert.Equal(("call_sandbox_1", "get_weather", Arguments, ChatFinishReason.ToolCalls), (id, name, arguments, reason));

        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments))]));
        messages.Add(new ToolChatMessage(id, "It rains."));
        var (text, none, _, _, stop) = await StreamAsync(chat, messages);
        Assert.Equal(("It rains.", null, ChatFinishReason.Stop), (text, none, stop));
    }

    private static ChatCompletionOptions WithTool() => new() { Tools = { Weather } };

    private static async Task<(string Text, string? Id, string? Name, string Arguments, ChatFinishReason? Reason)> StreamAsync(
        ChatClient chat, IReadOnlyList<ChatMessage> messages)
    {
        var text = new StringBuilder();
        var arguments = new StringBuilder();
        string? id = null, name = null;
        ChatFinishReason? reason = null;
        await foreach (var update in chat.CompleteChatStreamingAsync(messages, WithTool(), TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            foreach (var call in update.ToolCallUpdates)
            {
                id ??= call.ToolCallId;
                name ??= call.FunctionName;
                arguments.Append(call.FunctionArgumentsUpdate);
            }

            reason ??= update.FinishReason;
        }

        return (text.ToString(), id, name, arguments.ToString(), reason);
    }
}
