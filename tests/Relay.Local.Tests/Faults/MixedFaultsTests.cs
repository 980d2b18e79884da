using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// A thousand calls through mixed faults, chosen by a seed: two flaky targets, and one whose first attempt of a call may
/// be struck too. No caller sees a failure, and every attempt is accounted for.
/// </summary>
public sealed class MixedFaultsTests(ITestOutputHelper output)
{
    private const int Calls = 1000;
    private const int AtOnce = 25;
    private const double Rate = 0.3;

    private static readonly string[] Faults =
    [
        "401", "402", "404", "408", "409", "429", "500", "502", "503", "529",
        "html", "empty", "close", "cut", "error", "quota", "malformed", "preamble", "done",
    ];

    // What passes: a healthy target recovers from these.
    private static readonly string[] Passing = [.. Faults.Except(["401", "402", "404", "quota"])];

    [Fact(Timeout = 300_000)]
    public async Task ACallerSeesNone_AndTheAttemptsAddUp()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var tries = new ConcurrentDictionary<string, int>();
        await using var upstream = RawUpstream.Start((request, stream, cancellationToken) =>
        {
            var body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
            var call = body.GetProperty("messages")[0].GetProperty("content").GetString()!;
            var model = body.GetProperty("model").GetString()!;
            var isStream = body.GetProperty("stream").GetBoolean();
            var attempt = tries.AddOrUpdate($"{call} {model}", 1, static (_, count) => count + 1);
            // Reproducible whatever the order in which calls come: the fault hangs on the call, the target and the try.
            var random = new Random(Hash($"{seed} {call} {model} {attempt}"));
            var healthy = model == "healthy";
            var struck = random.NextDouble() < Rate && (!healthy || attempt == 1);
            var answer = struck ? Fault(random.GetItems(healthy ? Passing : Faults, 1)[0], isStream) : Answer(call, isStream);
            return stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask();
        });
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', ((string[])["flaky1", "flaky2", "healthy"]).Select(id =>
                  $$"""{"id":"{{id}}","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
              "models": [{"name":"m","targets":[
                {"account":"flaky1","model":"flaky1"},{"account":"flaky2","model":"flaky2"},{"account":"healthy","model":"healthy"}]}]
            }
            """);

        var attempts = 0;
        // So many at any moment: none waits for the slowest of a group.
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, Calls), options, async (i, _) =>
        {
            var isStream = i % 2 == 0;
            using var response = await relay.ChatAsync(
                $$"""{"model":"m","stream":{{(isStream ? "true" : "false")}},"messages":[{"role":"user","content":"call {{i}}"}]}""");
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"call {i}: {(int)response.StatusCode} {body}");
            Assert.Equal(Body($"call {i}", isStream), body);
            var record = await relay.RecordAsync(response);
            Assert.Equal("completed", record.GetProperty("outcome").GetString());
            Interlocked.Add(ref attempts, record.GetProperty("attempts").GetArrayLength());
        });

        Assert.Equal(upstream.Requests.Count, attempts);
        Assert.True(attempts > Calls, "no fault was met");
        var book = relay.Relay.Services.GetRequiredService<HealthBook>();
        Assert.All(book.Accounts, account => Assert.Equal(
            (0, 0), (account.Value.Slots.InFlight(DateTimeOffset.MinValue), account.Value.Slots.Waiting)));
        output.WriteLine($"{attempts} attempts for {Calls} calls");
    }

    private static string Body(string call, bool stream) => stream
        ? $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{call}}}"},"finish_reason":null}]}""" + "\n\n"
            + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"
        : $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{{call}}}"},"finish_reason":"stop"}]}""";

    private static string Answer(string call, bool stream) =>
        stream ? RawUpstream.Events(Body(call, stream)) : RawUpstream.Json(Body(call, stream));

    private static string Fault(string kind, bool stream)
    {
        const string preamble = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + "\n\n";
        var code = kind == "quota" ? "insufficient_quota" : "server_error";
        var error = $$$"""{"error":{"message":"As asked for.","type":"x","code":"{{{code}}}"}}""";
        return kind switch
        {
            "html" => RawUpstream.Whole("<html></html>", "text/html"),
            "empty" => RawUpstream.Whole("", "application/json"),
            "close" => "",
            "cut" => stream ? RawUpstream.CutEvents(preamble) : RawUpstream.Json("{\"choices\":[]}")[..^4],
            "error" or "quota" => stream ? RawUpstream.Events(preamble + $"data: {error}\n\n") : RawUpstream.Json(error),
            "malformed" => stream ? RawUpstream.Events("data: {\"choices\":[\n\n") : RawUpstream.Json("{\"choices\":["),
            "preamble" => stream ? RawUpstream.Events(preamble) : RawUpstream.Json("["),
            "done" => stream ? RawUpstream.Events(preamble + "data: [DONE]\n\n") : RawUpstream.Json(error),
            "429" => RawUpstream.Json(error, "429 Too Many", "Retry-After: 1\r\n"),
            _ => RawUpstream.Json(error, $"{kind} As asked for"),
        };
    }

    // The runtime's own hash differs from run to run.
    private static int Hash(string text)
    {
        var hash = 17;
        foreach (var c in text) hash = unchecked((hash * 31) + c);
        return hash;
    }
}
