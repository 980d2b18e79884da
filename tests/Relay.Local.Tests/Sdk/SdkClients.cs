using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>The official SDK, pointed at a relay as its users do: another base URL, and nothing else.</summary>
internal static class SdkClients
{
    /// <summary>A chat client.</summary>
    /// <param name="relay">What it calls.</param>
    /// <param name="model">The model that it asks for.</param>
    /// <param name="key">The key that it sends; null for the relay's own.</param>
    /// <param name="retries">How often it tries again; its own default is 3.</param>
    public static ChatClient Chat(this RunningRelay relay, string model, string? key = null, int retries = 0) =>
        new(model, new ApiKeyCredential(key ?? relay.Key), OptionsFor(relay, retries));

    /// <summary>The client that makes all others.</summary>
    public static OpenAIClient OpenAI(this RunningRelay relay) => new(new ApiKeyCredential(relay.Key), OptionsFor(relay, 0));

    /// <summary>A client for the list of models.</summary>
    public static OpenAIModelClient Models(this RunningRelay relay, string? key = null) =>
        new(new ApiKeyCredential(key ?? relay.Key), OptionsFor(relay, 0));

    /// <summary>The text that comes of a streamed chat.</summary>
    public static async Task<string> StreamTextAsync(this ChatClient chat, string prompt)
    {
        var text = "";
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage(prompt)], cancellationToken: TestContext.Current.CancellationToken))
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        return text;
    }

    /// <summary>The status and the error code of what the SDK threw.</summary>
    public static (int Status, string? Code) Read(this ClientResultException thrown)
    {
        using var body = JsonDocument.Parse(thrown.GetRawResponse()!.Content);
        return (thrown.Status, body.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private static OpenAIClientOptions OptionsFor(RunningRelay relay, int retries) => new()
    {
        Endpoint = relay.BaseUrl,
        RetryPolicy = new ClientRetryPolicy(retries),
    };
}
