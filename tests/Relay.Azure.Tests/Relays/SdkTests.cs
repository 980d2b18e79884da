using System.ClientModel;
using System.Net;
using System.Net.Sockets;
using OpenAI;
using OpenAI.Chat;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>A relay on a storage account answers the official SDK.</summary>
public sealed class SdkTests
{
    /// <summary>https://learn.microsoft.com/azure/storage/common/storage-connect-azurite</summary>
    private const int DevelopmentPort = 10002;

    private static readonly ChatMessage[] Prompt = [new UserChatMessage("Hello")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task AChat_IsAnswered_JsonAndStreaming_AndHasItsRecords()
    {
        await using var account = await RelayAccount.StartAsync();
        await using var relay = await account.StartRelayAsync();
        var chat = ClientOf(relay, relay.RelayKey);
        var whole = await chat.CompleteChatAsync(Prompt, cancellationToken: Stop);
        var streamed = "";
        await foreach (var update in chat.CompleteChatStreamingAsync(Prompt, cancellationToken: Stop))
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));

        Assert.NotEqual("", streamed);
        Assert.Equal(streamed, whole.Value.Content[0].Text);
        using var admin = relay.ClientOf(relay.AdminKey);
        var record = await RelayAccount.SettledAsync(admin, IdOf(whole));
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("cost_nano_usd").GetInt64() > 0);
    }

    [Fact(Timeout = 120_000)]
    public async Task KilledInTheMiddle_ItAnswersTheSameClientAgain_WithNothingLost()
    {
        await using var account = await RelayAccount.StartAsync();
        var ids = new List<string>();
        string key, admin, open;
        await using (var relay = await account.StartRelayAsync())
        {
            (key, admin) = (relay.RelayKey, relay.AdminKey);
            ids.Add(IdOf(await ClientOf(relay, key).CompleteChatAsync(Prompt, cancellationToken: Stop)));
            using var settled = relay.ClientOf(admin);
            await RelayAccount.SettledAsync(settled, ids[0]);
            // A word a second, so that it is still being said when the process ends.
            using var caller = relay.ClientOf(key);
            using var stream = await RelayAccount.ChatAsync(caller, stream: true, model: "sandbox:tokens=50,gap=1000");
            open = RelayAccount.IdOf(stream);
            await relay.KillAsync();
        }

        await using var again = await account.StartRelayAsync();
        Assert.Equal("", again.RelayKey);
        ids.Add(IdOf(await ClientOf(again, key).CompleteChatAsync(Prompt, cancellationToken: Stop)));
        using var reader = again.ClientOf(admin);
        foreach (var id in ids) Assert.Equal("completed", (await RelayAccount.SettledAsync(reader, id)).GetProperty("outcome").GetString());
        Assert.Equal("open", (await RelayAccount.RecordAsync(reader, open)).GetProperty("outcome").GetString());
    }

    // As a developer starts it beside an Azurite that was started without options.
    [Fact(Timeout = 120_000)]
    public async Task OnDevelopmentStorage_AChatIsAnswered_AndItsRecordSurvivesAKill()
    {
        Assert.SkipUnless(IsFree(DevelopmentPort), $"Something listens on port {DevelopmentPort} already, where development storage is.");
        await using var account = await RelayAccount.StartAsync(DevelopmentPort);
        string id, admin;
        await using (var relay = await account.StartRelayAsync("UseDevelopmentStorage=true"))
        {
            admin = relay.AdminKey;
            id = IdOf(await ClientOf(relay, relay.RelayKey).CompleteChatAsync(Prompt, cancellationToken: Stop));
            using var settled = relay.ClientOf(admin);
            await RelayAccount.SettledAsync(settled, id);
            await relay.KillAsync();
        }

        await using var again = await account.StartRelayAsync("UseDevelopmentStorage=true");
        using var reader = again.ClientOf(admin);
        Assert.Equal("completed", (await RelayAccount.SettledAsync(reader, id)).GetProperty("outcome").GetString());
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static ChatClient ClientOf(RelayProcess relay, string key) =>
        new("sandbox", new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(relay.Url, "/v1") });

    private static string IdOf(ClientResult answer) =>
        answer.GetRawResponse().Headers.TryGetValue("x-relay-call-id", out var id) ? id! : throw new InvalidOperationException("The answer has no id.");
}
