using System.Net;
using System.Text.Json;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>A relay whose storage account does not answer says so with 503, and serves as soon as it does.</summary>
public sealed class SilentStorageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task StorageThatIsSilentAtTheStart_Is503_AndServesByItselfLater()
    {
        await using var account = await RelayAccount.StartAsync();
        await using var door = new Doorway(account.Port);
        var url = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort()}"));
        var folder = Directory.CreateTempSubdirectory("relay-silent-");
        var starting = RelayProcess.StartAsync(folder.FullName, null, "--urls", url.ToString(), "--storage", Azurite.ConnectionStringOf(door.Port));
        using var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "sk-relay-abcdefghjkmn-" + new string('0', 64));
        await ListensAsync(client);

        using var refused = await RelayAccount.ChatAsync(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Stop));
        Assert.Equal("storage_unavailable", body.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.False(starting.IsCompleted);

        door.Open();
        await using (var relay = await starting)
        {
            Assert.Contains("Calls are answered with 503 until it does.", relay.Output, StringComparison.Ordinal);
            using var caller = relay.ClientOf(relay.RelayKey);
            Assert.Equal(HttpStatusCode.OK, await RelayAccount.StatusAsync(caller));
        }

        folder.Delete(recursive: true);
    }

    [Fact(Timeout = 120_000)]
    public async Task StorageThatFallsSilent_StopsNewCalls_BeforeAnythingOfTheirAnswerIsSent_AndServesAgain()
    {
        await using var account = await RelayAccount.StartAsync();
        await using var door = new Doorway(account.Port);
        door.Open();
        await using var relay = await account.StartRelayAsync(Azurite.ConnectionStringOf(door.Port));
        using var caller = relay.ClientOf(relay.RelayKey);
        Assert.Equal(HttpStatusCode.OK, await RelayAccount.StatusAsync(caller));

        await door.CloseAsync();
        using (var refused = await RelayAccount.ChatAsync(caller))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("storage_unavailable", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        door.Open();
        await Poll.UntilAsync(async () => await RelayAccount.StatusAsync(caller) == HttpStatusCode.OK);
    }

    private static async Task ListensAsync(HttpClient client)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative), Stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
