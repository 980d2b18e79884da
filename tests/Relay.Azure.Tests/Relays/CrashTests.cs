using System.Net;
using System.Text;
using Relay.Azure.TableStorage;
using Relay.Azure.Tests.Running;
using Relay.Ledger;
using Relay.Storage;

namespace Relay.Azure.Tests.Relays;

/// <summary>A relay on a storage account that is killed in the middle of its work loses nothing that was spent.</summary>
public sealed class CrashTests
{
    private const int Streams = 10;
    private const int Completed = 20;
    private const string Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"}}]}\n\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Killed_EveryAnsweredCallHasItsRecord_AndEveryOpenOneIsThereUntilItIsSettled()
    {
        await using var upstream = RawUpstream.Start(AnswerAsync);
        await using var account = await RelayAccount.StartAsync();
        var answered = new List<string>();
        var streams = new List<HttpResponseMessage>();
        string admin;
        await using (var relay = await account.StartRelayAsync(config: $$"""
            {"accounts":[{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["sandbox"]}]}
            """))
        {
            admin = relay.AdminKey;
            using var client = relay.ClientOf(relay.RelayKey);
            for (var i = 0; i < Streams; i++) streams.Add(await RelayAccount.ChatAsync(client, stream: true));
            var calls = await Task.WhenAll(Enumerable.Range(0, Completed).Select(_ => RelayAccount.ChatAsync(client)));
            foreach (var call in calls)
            {
                Assert.Equal(HttpStatusCode.OK, call.StatusCode);
                await call.Content.LoadIntoBufferAsync(Stop);
                answered.Add(RelayAccount.IdOf(call));
                call.Dispose();
            }

            using var reader = relay.ClientOf(admin);
            foreach (var id in answered) await RelayAccount.SettledAsync(reader, id);
            await relay.KillAsync();
        }

        await using var second = await account.StartRelayAsync();
        using var other = second.ClientOf(admin);
        foreach (var id in answered)
            Assert.Equal("completed", (await RelayAccount.RecordAsync(other, id)).GetProperty("outcome").GetString());
        // Another process cannot know yet that the first one is dead, but it sees what was open there.
        foreach (var stream in streams)
            Assert.Equal("open", (await RelayAccount.RecordAsync(other, RelayAccount.IdOf(stream))).GetProperty("outcome").GetString());

        await ExpireAsync(account.OpenStore());
        await using var third = await account.StartRelayAsync();
        using var afterwards = third.ClientOf(admin);
        foreach (var stream in streams)
        {
            var record = await RelayAccount.RecordAsync(afterwards, RelayAccount.IdOf(stream));
            Assert.Equal("abandoned", record.GetProperty("outcome").GetString());
            Assert.True(record.GetProperty("cost_nano_usd").GetInt64() > 0);
            stream.Dispose();
        }
    }

    private static async Task AnswerAsync(string request, Stream stream, CancellationToken cancellationToken)
    {
        if (!request.Contains("\"stream\":true", StringComparison.Ordinal))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Json(
                """{"choices":[{"index":0,"message":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""")), cancellationToken);
            return;
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.CutEvents(Event)), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    // As if a minute had gone by in which nobody wrote a checkpoint.
    private static async Task ExpireAsync(TableStorageStore store)
    {
        for (var shard = 0; shard < CallId.Shards; shard++)
        {
            var page = await store.QueryAsync(OpenCalls.Table, new TableQuery(OpenCalls.PartitionOf(shard)), Stop);
            foreach (var row in page.Rows)
            {
                var expired = new TableRow(row.Key);
                foreach (var (name, value) in row.Properties)
                    expired.With(name, name == "expires" ? DateTimeOffset.UnixEpoch : value);
                Assert.True((await store.WriteAsync(OpenCalls.Table, new[] { TableWrite.Update(expired, row.ETag!) }, Stop)).IsDone);
            }
        }
    }
}
