using System.Text;
using System.Text.Json;

namespace Relay.Local.Tests.Processes;

/// <summary>A relay that is killed in the middle of its work loses nothing that was spent.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Streams = 20;
    private const int Completed = 30;
    private const string Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"}}]}\n\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-crash-");

    [Fact(Timeout = 60_000)]
    public async Task KilledInTheMiddleOfManyStreams_EverySettledRecordIsThere_AndEveryOpenCallIsAbandonedWithItsCheckpoint()
    {
        var served = 0;
        await using var upstream = RawUpstream.Start(async (request, stream, cancellationToken) =>
        {
            Interlocked.Increment(ref served);
            if (!request.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Json(
                    """{"choices":[{"index":0,"message":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""")), cancellationToken);
                return;
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.CutEvents(Event)), cancellationToken);
            using var gap = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await gap.WaitForNextTickAsync(cancellationToken))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Chunk(Event)), cancellationToken);
        });
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"),
            $$"""{"accounts":[{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["sandbox"]}]}""",
            TestContext.Current.CancellationToken);

        var settled = new List<string>();
        var open = new List<HttpResponseMessage>();
        string admin;
        await using (var relay = await RelayProcess.StartAsync(_folder.FullName))
        {
            admin = relay.AdminKey;
            using var client = relay.ClientOf(relay.RelayKey);
            using var adminClient = relay.ClientOf(admin);
            for (var i = 0; i < Streams; i++) open.Add(await SendAsync(client, stream: true));
            for (var i = 0; i < Completed; i++)
            {
                using var response = await SendAsync(client, stream: false);
                await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
                settled.Add(IdOf(response));
            }

            // The next checkpoint is at most 15 s away; the last stream that it writes is the last that shows it.
            foreach (var stream in open)
            {
                await Poll.UntilAsync(async () =>
                    (await ReadAsync(adminClient, IdOf(stream))).GetProperty("usage").GetProperty("output").GetInt64() > 0);
            }

            foreach (var id in settled)
            {
                await Poll.UntilAsync(async () => (await ReadAsync(adminClient, id)).GetProperty("outcome").GetString() != "open");
            }

            await relay.KillAsync();
        }

        await using var again = await RelayProcess.StartAsync(_folder.FullName);
        using var afterwards = again.ClientOf(admin);
        foreach (var id in settled)
            Assert.Equal("completed", (await ReadAsync(afterwards, id)).GetProperty("outcome").GetString());
        foreach (var stream in open)
        {
            var record = await ReadAsync(afterwards, IdOf(stream));
            Assert.Equal("abandoned", record.GetProperty("outcome").GetString());
            Assert.True(record.GetProperty("usage_estimated").GetBoolean());
            Assert.True(record.GetProperty("usage").GetProperty("output").GetInt64() > 0);
            Assert.True(record.GetProperty("cost_nano_usd").GetInt64() > 0);
            stream.Dispose();
        }

        using var page = JsonDocument.Parse(await afterwards.GetStringAsync("/api/calls?limit=200", TestContext.Current.CancellationToken));
        Assert.Equal(served, page.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(Streams + Completed, served);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, bool stream) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"sandbox","stream":{{(stream ? "true" : "false")}},"messages":[]}"""),
        },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("x-relay-call-id").Single();

    private static async Task<JsonElement> ReadAsync(HttpClient admin, string id) =>
        JsonDocument.Parse(await admin.GetStringAsync($"/api/calls/{id}", TestContext.Current.CancellationToken)).RootElement;
}
