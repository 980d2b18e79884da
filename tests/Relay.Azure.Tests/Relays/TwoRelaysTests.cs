using System.Net;
using System.Text;
using System.Text.Json;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>Two relays on one storage account are one relay to who calls them.</summary>
public sealed class TwoRelaysTests : IAsyncLifetime
{
    // What is promised for a change to hold everywhere.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private RelayAccount _account = null!;
    private RelayProcess _one = null!;
    private RelayProcess _other = null!;
    private string _admin = "";
    private string _key = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _account = await RelayAccount.StartAsync();
        _one = await _account.StartRelayAsync();
        _other = await _account.StartRelayAsync();
        (_admin, _key) = (_one.AdminKey, _one.RelayKey);
    }

    [Fact(Timeout = 120_000)]
    public async Task KeysAndRecords_AreShared()
    {
        Assert.Equal(("", ""), (_other.AdminKey, _other.RelayKey));
        using var caller = _other.ClientOf(_key);
        using var answer = await RelayAccount.ChatAsync(caller);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await answer.Content.LoadIntoBufferAsync(Stop);

        using var admin = _one.ClientOf(_admin);
        var record = await RelayAccount.RecordAsync(admin, RelayAccount.IdOf(answer));
        Assert.Equal("sandbox", record.GetProperty("model").GetString());
    }

    [Fact(Timeout = 120_000)]
    public async Task AConfig_ThatIsPutOnOne_HoldsOnTheOther_WithinFiveSeconds()
    {
        using var caller = _other.ClientOf(_key);
        Assert.Equal(HttpStatusCode.OK, await RelayAccount.StatusAsync(caller));
        using var admin = _one.ClientOf(_admin);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/config")
        {
            Content = new StringContent("""{"limits":{"body_bytes":1024}}""", Encoding.UTF8, "application/json"),
            Headers = { IfMatch = { new("\"0\"") } },
        };
        using var done = await admin.SendAsync(put, Stop);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Stop));

        // Its timer is given as much again on a machine that is busy.
        await HoldsSoonAsync(async () => await LargeAsync(caller) == HttpStatusCode.RequestEntityTooLarge, Promised * 2);
    }

    [Fact(Timeout = 120_000)]
    public async Task AKeyThatIsRevokedOnOne_StopsOnTheOther_WithinFiveSeconds()
    {
        using var admin = _one.ClientOf(_admin);
        using var caller = _other.ClientOf(_key);
        Assert.Equal(HttpStatusCode.OK, await RelayAccount.StatusAsync(caller));
        var id = _key["sk-relay-".Length.._key.LastIndexOf('-')];
        using var revoked = await admin.DeleteAsync(new Uri($"/api/keys/{id}", UriKind.Relative), Stop);
        Assert.True(revoked.IsSuccessStatusCode, await revoked.Content.ReadAsStringAsync(Stop));

        await HoldsSoonAsync(async () => await RelayAccount.StatusAsync(caller) == HttpStatusCode.Unauthorized, Promised);
    }

    [Fact(Timeout = 120_000)]
    public async Task CallsOfBothAtOnce_AreAllRecorded_Once()
    {
        using var one = _one.ClientOf(_key);
        using var other = _other.ClientOf(_key);
        var ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var answer = await RelayAccount.ChatAsync(i % 2 == 0 ? one : other);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.LoadIntoBufferAsync(Stop);
            return RelayAccount.IdOf(answer);
        }));

        using var admin = _one.ClientOf(_admin);
        List<string> listed;
        do
        {
            using var page = JsonDocument.Parse(await admin.GetStringAsync("/api/calls?limit=200", Stop));
            listed = [.. page.RootElement.GetProperty("data").EnumerateArray().Select(call => call.GetProperty("id").GetString()!)];
        }
        while (listed.Count < ids.Length);
        Assert.Equal(ids.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _account.DisposeAsync();
    }

    // No call that begins later than that may be served in the old way, however long it then takes on a busy machine.
    private static async Task HoldsSoonAsync(Func<Task<bool>> holds, TimeSpan within)
    {
        var since = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        TimeSpan began;
        do
        {
            await looks.WaitForNextTickAsync(Stop);
            began = TimeProvider.System.GetElapsedTime(since);
            if (await holds()) return;
        }
        while (began < within);
        Assert.Fail(FormattableString.Invariant($"A call that began {began.TotalSeconds} s after the change was served as before it."));
    }

    private static async Task<HttpStatusCode> LargeAsync(HttpClient client)
    {
        var body = $$"""{"model":"sandbox","messages":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""";
        using var answer = await client.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        return answer.StatusCode;
    }
}
