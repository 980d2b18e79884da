using System.Globalization;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Relay.Local.Tests.Clients;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>Anthropic's SDK for .NET.</summary>
internal sealed class MessagesScenarios(RunningRelay relay, string upstream) : SdkScenarios(relay, upstream)
{
    private static readonly Dictionary<string, JsonElement> Schema =
        JsonElement.Parse(CitySchema).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    private static readonly Tool Weather = new() { Name = "weather", Description = "The weather.", InputSchema = InputSchema.FromRawUnchecked(Schema) };

    private AnthropicClient Client => new() { BaseUrl = Relay.Relay.Url.ToString().TrimEnd('/'), ApiKey = Relay.Key, MaxRetries = 0 };

    protected override async Task<string> TextAsync() => TextOf(await AskAsync(QuestionFor("text", NpmClient.Prompt)));

    protected override async Task<string> StreamAsync()
    {
        var text = "";
        await foreach (var update in Client.Messages.CreateStreaming(QuestionFor("text", NpmClient.Prompt), Token))
        {
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta)) text += delta.Text;
        }

        return text;
    }

    protected override async Task<string> ToolsAsync()
    {
        var question = QuestionFor("tools", "Weather?") with { Tools = [Weather] };
        var first = await AskAsync(question);
        Assert.Equal(StopReason.ToolUse, first.StopReason!.Value());
        var call = first.Content.Select(block => block.TryPickToolUse(out var use) ? use : null).Single(use => use is not null)!;
        var second = await AskAsync(question with
        {
            Messages =
            [
                .. question.Messages,
                new AssistantMessageParam { Content = first.Content.Select(block => new ContentBlockParam(block.Json)).ToList() },
                new UserMessageParam { Content = new List<ContentBlockParam> { new ToolResultBlockParam { ToolUseID = call.ID, Content = "12 degrees" } } },
            ],
        });
        Assert.Equal(StopReason.EndTurn, second.StopReason!.Value());
        return $"{call.Name} {JsonSerializer.Serialize(call.Input)}, then {TextOf(second)}";
    }

    protected override async Task<string> ToolsStreamAsync()
    {
        var said = "";
        await foreach (var update in Client.Messages.CreateStreaming(QuestionFor("tools", "Weather?") with { Tools = [Weather] }, Token))
        {
            if (update.TryPickContentBlockStart(out var start) && start.ContentBlock.TryPickToolUse(out var use)) said += use.Name + " ";
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickInputJson(out var delta)) said += delta.PartialJson;
        }

        return said;
    }

    protected override async Task<string> ImageAsync() => TextOf(await AskAsync(QuestionFor("text", new List<ContentBlockParam>
    {
        new ImageBlockParam { Source = new Base64ImageSource { Data = NpmClient.Image, MediaType = MediaType.ImagePng } },
        new TextBlockParam { Text = NpmClient.Prompt },
    })));

    protected override async Task<string> StructuredAsync() => TextOf(await AskAsync(
        QuestionFor("text", CityJson) with { OutputConfig = new() { Format = new JsonOutputFormat { Schema = Schema } } }));

    protected override async Task<string> ReasoningAsync()
    {
        var answer = await AskAsync(QuestionFor("reasoning", NpmClient.Prompt) with { MaxTokens = 2000, Thinking = new ThinkingConfigEnabled(1024) });
        return $"{string.Concat(answer.Content.Select(block => block.TryPickThinking(out var thought) ? thought.Thinking : ""))}: {TextOf(answer)}";
    }

    protected override async Task<string> UsageAsync()
    {
        var usage = (await AskAsync(QuestionFor("text", NpmClient.Prompt))).Usage;
        return $"{usage.InputTokens} in, {usage.OutputTokens} out";
    }

    protected override async Task<string> RefusedAsync(string model)
    {
        var thrown = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => AskAsync(QuestionFor("text", "Hi") with { Model = model }));
        Assert.True(thrown is AnthropicRateLimitException or AnthropicNotFoundException, thrown.GetType().Name);
        return ((int)thrown.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private static string TextOf(Message message) =>
        string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));

    private Task<Message> AskAsync(MessageCreateParams question) => Client.Messages.Create(question, Token);

    private MessageCreateParams QuestionFor(string behaviour, MessageContentParam content) => new()
    {
        Model = ModelOf(behaviour),
        MaxTokens = 100,
        Messages = [new UserMessageParam { Content = content }],
    };
}
