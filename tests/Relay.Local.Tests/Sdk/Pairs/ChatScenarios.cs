// The SDK calls the effort of reasoning an evaluation.
#pragma warning disable OPENAI001

using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using OpenAI.Chat;
using Relay.Local.Tests.Clients;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>OpenAI's SDK for .NET, by chat completions.</summary>
internal sealed class ChatScenarios(RunningRelay relay, string upstream) : SdkScenarios(relay, upstream)
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("weather", "The weather.", BinaryData.FromString(CitySchema));

    protected override async Task<string> TextAsync() => TextOf(await AskAsync("text", NpmClient.Prompt));

    protected override Task<string> StreamAsync() => Relay.Chat(ModelOf("text")).StreamTextAsync(NpmClient.Prompt);

    protected override async Task<string> ToolsAsync()
    {
        List<ChatMessage> messages = [new UserChatMessage("Weather?")];
        var first = (await AskAsync("tools", messages, new() { Tools = { Weather } })).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var call = first.ToolCalls.Single();
        messages.AddRange([new AssistantChatMessage(first), new ToolChatMessage(call.Id, "12 degrees")]);
        var second = await AskAsync("tools", messages, new() { Tools = { Weather } });
        Assert.Equal(ChatFinishReason.Stop, second.Value.FinishReason);
        return $"{call.FunctionName} {call.FunctionArguments}, then {TextOf(second)}";
    }

    protected override async Task<string> ToolsStreamAsync()
    {
        var said = "";
        await foreach (var update in Relay.Chat(ModelOf("tools"))
            .CompleteChatStreamingAsync([new UserChatMessage("Weather?")], new() { Tools = { Weather } }, Token))
        {
            foreach (var call in update.ToolCallUpdates)
                said += (call.FunctionName is { Length: > 0 } name ? name + " " : "") + call.FunctionArgumentsUpdate;
        }

        return said;
    }

    protected override async Task<string> ImageAsync() => TextOf(await AskAsync(
        "text", [new UserChatMessage(
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(NpmClient.Image)), "image/png"),
            ChatMessageContentPart.CreateTextPart(NpmClient.Prompt))], new()));

    protected override async Task<string> StructuredAsync() => TextOf(await AskAsync(
        "text", [new UserChatMessage(CityJson)],
        new() { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", BinaryData.FromString(CitySchema), jsonSchemaIsStrict: true) }));

    // The SDK has no property for thoughts, which OpenAI does not show in Chat; whoever wants those of others reads the body.
    protected override async Task<string> ReasoningAsync()
    {
        var answer = await AskAsync(
            "reasoning", [new UserChatMessage(NpmClient.Prompt)], new() { ReasoningEffortLevel = ChatReasoningEffortLevel.Low });
        using var body = JsonDocument.Parse(answer.GetRawResponse().Content);
        return $"{body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("reasoning_content").GetString()}: {TextOf(answer)}";
    }

    protected override async Task<string> UsageAsync()
    {
        var usage = (await AskAsync("text", NpmClient.Prompt)).Value.Usage;
        return $"{usage.InputTokenCount} in, {usage.OutputTokenCount} out";
    }

    protected override async Task<string> RefusedAsync(string model) =>
        (await Assert.ThrowsAsync<ClientResultException>(() => Relay.Chat(model).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Token)))
            .Status.ToString(CultureInfo.InvariantCulture);

    private static string TextOf(ClientResult<ChatCompletion> answer) => string.Concat(answer.Value.Content.Select(part => part.Text));

    private Task<ClientResult<ChatCompletion>> AskAsync(string behaviour, string prompt) => AskAsync(behaviour, [new UserChatMessage(prompt)], new());

    private Task<ClientResult<ChatCompletion>> AskAsync(string behaviour, IEnumerable<ChatMessage> messages, ChatCompletionOptions options) =>
        Relay.Chat(ModelOf(behaviour)).CompleteChatAsync(messages, options, Token);
}
