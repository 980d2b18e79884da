using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Gate;
using Relay.Routing.Config;
using Relay.Tests.Forwarding.Credentials;
using Relay.Tests.Management;

namespace Relay.Tests;

/// <summary>A call as a host hands it over: its context, and the host's token.</summary>
public sealed class CallEntryTests : IAsyncLifetime
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    private readonly Secrets _secrets = new();
    private readonly ManagementBench _bench;

    public CallEntryTests()
    {
        _secrets.Stored["A"] = "value";
        _bench = new(_secrets);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task TheFirstCall_AsksForItsKeyAndTheConfig_AtTheSameTime()
    {
        var asked = new ConcurrentQueue<string>();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hold = new TaskCompletionSource();
        _bench.Tables.BeforeRead = table =>
        {
            asked.Enqueue(table);
            if (asked.Count == 2) both.TrySetResult();
            return hold.Task;
        };
        var http = CallOf(_bench.AdminText);
        Assert.Empty(asked);

        // Neither is answered before both are asked for.
        var call = _bench.Get<CallEntry>().PathAsync(http, "chat/completions", Stop);
        await both.Task.WaitAsync(Stop);
        Assert.Equal([ConfigStore.Table, KeyStore.Table], asked.Order(StringComparer.Ordinal));
        hold.SetResult();
        await call;

        Assert.Equal(403, http.Response.StatusCode);
    }

    // The Functions host's time-out cancels its own token only.
    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheEndOfEitherToken_EndsTheCall_AndTheProvidersWork(bool hosts)
    {
        await using var upstream = RawUpstream.Start((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        await _bench.PutConfigAsync($$"""{"accounts":[{"id":"a","provider":"openai","base_url":"{{upstream.BaseUrl}}","secret":"A","models":["m"]}]}""");
        var (_, key) = await _bench.Get<KeyMaker>().MakeAsync("caller", KeyRole.Caller, "default", null, [], null, null, Stop);
        var http = CallOf(key);
        using var caller = new CancellationTokenSource();
        using var host = new CancellationTokenSource();
        http.RequestAborted = caller.Token;

        var call = _bench.Get<CallEntry>().PathAsync(http, "chat/completions", host.Token);
        while (upstream.Requests.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        Assert.False(call.IsCompleted);
        await (hosts ? host : caller).CancelAsync();

        await call;
        await upstream.Disconnected.Task.WaitAsync(Stop);
    }

    private static DefaultHttpContext CallOf(string key)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Headers.Authorization = $"Bearer {key}";
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Body));
        http.Request.ContentLength = Body.Length;
        http.Response.Body = new MemoryStream();
        return http;
    }
}
