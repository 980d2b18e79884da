// The SDK calls its Responses client an evaluation.
#pragma warning disable OPENAI001

using System.ClientModel;
using System.Globalization;
using OpenAI.Responses;
using Relay.Local.Tests.Clients;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>OpenAI's SDK for .NET, by responses.</summary>
internal sealed class ResponsesScenarios(RunningRelay relay, string upstream) : SdkScenarios(relay, upstream)
{
    private static readonly ResponseTool Weather = ResponseTool.CreateFunctionTool(
        "weather", BinaryData.FromString(CitySchema), strictModeEnabled: true, "The weather.");

    private ResponsesClient Client => Relay.OpenAI().GetResponsesClient();

    protected override async Task<string> TextAsync() => (await AskAsync(OptionsFor("text", NpmClient.Prompt))).GetOutputText();

    protected override async Task<string> StreamAsync()
    {
        var text = "";
        await foreach (var update in await Client.CreateResponseStreamingAsync(Streamed("text", NpmClient.Prompt), Token))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text += delta.Delta;
        }

        return text;
    }

    protected override async Task<string> ToolsAsync()
    {
        var question = OptionsFor("tools", "Weather?");
        question.Tools.Add(Weather);
        var first = await AskAsync(question);
        var call = first.OutputItems.OfType<FunctionCallResponseItem>().Single();

        var told = OptionsFor("tools", "Weather?");
        told.Tools.Add(Weather);
        foreach (var item in first.OutputItems) told.InputItems.Add(item);
        told.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "12 degrees"));
        return $"{call.FunctionName} {call.FunctionArguments}, then {(await AskAsync(told)).GetOutputText()}";
    }

    protected override async Task<string> ToolsStreamAsync()
    {
        var question = Streamed("tools", "Weather?");
        question.Tools.Add(Weather);
        FunctionCallResponseItem? call = null;
        await foreach (var update in await Client.CreateResponseStreamingAsync(question, Token))
            call ??= (update as StreamingResponseOutputItemDoneUpdate)?.Item as FunctionCallResponseItem;
        return $"{call!.FunctionName} {call.FunctionArguments}";
    }

    protected override async Task<string> ImageAsync() => (await AskAsync(OptionsFor("text", ResponseItem.CreateUserMessageItem([
        ResponseContentPart.CreateInputImagePart(new Uri($"data:image/png;base64,{NpmClient.Image}"), ResponseImageDetailLevel.Auto),
        ResponseContentPart.CreateInputTextPart(NpmClient.Prompt)])))).GetOutputText();

    protected override async Task<string> StructuredAsync()
    {
        var options = OptionsFor("text", CityJson);
        options.TextOptions = new()
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("city", BinaryData.FromString(CitySchema), jsonSchemaIsStrict: true),
        };
        return (await AskAsync(options)).GetOutputText();
    }

    protected override async Task<string> ReasoningAsync()
    {
        var options = OptionsFor("reasoning", NpmClient.Prompt);
        options.ReasoningOptions = new()
        {
            ReasoningEffortLevel = ResponseReasoningEffortLevel.Low,
            ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto,
        };
        var answer = await AskAsync(options);
        return $"{answer.OutputItems.OfType<ReasoningResponseItem>().Single().GetSummaryText()}: {answer.GetOutputText()}";
    }

    protected override async Task<string> UsageAsync()
    {
        var usage = (await AskAsync(OptionsFor("text", NpmClient.Prompt))).Usage;
        return $"{usage.InputTokenCount} in, {usage.OutputTokenCount} out";
    }

    protected override async Task<string> RefusedAsync(string model) =>
        (await Assert.ThrowsAsync<ClientResultException>(() => Client.CreateResponseAsync(model, "Hi", cancellationToken: Token)))
            .Status.ToString(CultureInfo.InvariantCulture);

    private async Task<ResponseResult> AskAsync(CreateResponseOptions options) => (await Client.CreateResponseAsync(options, Token)).Value;

    private CreateResponseOptions Streamed(string behaviour, string prompt)
    {
        var options = OptionsFor(behaviour, prompt);
        options.StreamingEnabled = true;
        return options;
    }

    private CreateResponseOptions OptionsFor(string behaviour, string prompt) => OptionsFor(behaviour, ResponseItem.CreateUserMessageItem(prompt));

    // What a provider holds cannot be asked for where the provider is not one of Responses.
    private CreateResponseOptions OptionsFor(string behaviour, ResponseItem item) => new(ModelOf(behaviour), [item]) { StoredOutputEnabled = false };
}
