using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>A relay on a storage account answers the official SDK.</summary>
public sealed class SdkTests
{
    [Fact(Timeout = 120_000)]
    public async Task AChat_IsAnswered_JsonAndStreaming_AndHasItsRecords()
    {
        await using var account = await RelayAccount.StartAsync();
        await using var relay = await account.StartRelayAsync();
        var chat = new ChatClient(
            "sandbox", new ApiKeyCredential(relay.RelayKey), new OpenAIClientOptions { Endpoint = new Uri(relay.Url, "/v1") });

        ChatMessage[] prompt = [new UserChatMessage("Hello")];
        var whole = await chat.CompleteChatAsync(prompt, cancellationToken: TestContext.Current.CancellationToken);
        var streamed = "";
        await foreach (var update in chat.CompleteChatStreamingAsync(prompt, cancellationToken: TestContext.Current.CancellationToken))
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));

        Assert.NotEqual("", streamed);
        Assert.Equal(streamed, whole.Value.Content[0].Text);
        using var admin = relay.ClientOf(relay.AdminKey);
        var id = whole.GetRawResponse().Headers.TryGetValue("x-relay-call-id", out var value) ? value! : "";
        var record = await RelayAccount.RecordAsync(admin, id);
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("cost_nano_usd").GetInt64() > 0);
    }
}
