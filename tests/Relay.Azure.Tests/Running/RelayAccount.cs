using System.Net;
using System.Text;
using System.Text.Json;
using Relay.Azure.TableStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Relay.Azure.Tests.Running;

/// <summary>A storage account for relays in processes of their own, which keep their state nowhere else.</summary>
internal sealed class RelayAccount : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-azure-");

    private RelayAccount(AzuriteProcess azurite) => _azurite = azurite;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Its connection string.</summary>
    public string Storage => Azurite.ConnectionStringOf(_azurite.Port);

    /// <summary>Its port on this machine.</summary>
    public int Port => _azurite.Port;

    /// <summary>Starts an emulator with an account that nobody else has.</summary>
    /// <param name="port">Where it listens; 0 for any port that is free.</param>
    public static async Task<RelayAccount> StartAsync(int port = 0) => new(await AzuriteProcess.StartAsync(port));

    /// <summary>Starts a relay in a folder of its own; returns when it listens and its storage answers.</summary>
    /// <param name="storage">Another way to the account; null for the direct one.</param>
    /// <param name="config">Its relay.json; null for none.</param>
    public async Task<RelayProcess> StartRelayAsync(string? storage = null, string? config = null)
    {
        var folder = _folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;
        if (config is not null) await File.WriteAllTextAsync(Path.Combine(folder, "relay.json"), config, Stop);
        return await RelayProcess.StartAsync(folder, null, "--urls", "http://127.0.0.1:0", "--storage", storage ?? Storage);
    }

    /// <summary>The account's tables.</summary>
    public TableStorageStore OpenStore() => new(
        TableStorageClient.Open(Storage, static () => throw new InvalidOperationException(), TableStorageClient.Options()),
        TimeProvider.System,
        NullLogger<TableStorageStore>.Instance,
        "test");

    /// <summary>Sends a chat to a model; returns when the headers of the answer are there.</summary>
    public static Task<HttpResponseMessage> ChatAsync(HttpClient client, bool stream = false, string model = "sandbox") => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello"}]}""",
                Encoding.UTF8,
                "application/json"),
        },
        HttpCompletionOption.ResponseHeadersRead,
        Stop);

    /// <summary>Sends a chat, and says with which status it was answered.</summary>
    public static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await ChatAsync(client);
        return answer.StatusCode;
    }

    /// <summary>Reads the record of a call.</summary>
    public static async Task<JsonElement> RecordAsync(HttpClient admin, string id)
    {
        using var json = JsonDocument.Parse(await admin.GetStringAsync($"/api/calls/{id}", Stop));
        return json.RootElement.Clone();
    }

    /// <summary>Reads the record of a call once it is settled, which is shortly after its last byte.</summary>
    public static async Task<JsonElement> SettledAsync(HttpClient admin, string id)
    {
        var record = default(JsonElement);
        await Poll.UntilAsync(async () => (record = await RecordAsync(admin, id)).GetProperty("outcome").GetString() != "open");
        return record;
    }

    /// <summary>The id of the call that was answered so.</summary>
    public static string IdOf(HttpResponseMessage answer) => answer.Headers.GetValues("x-relay-call-id").Single();

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
