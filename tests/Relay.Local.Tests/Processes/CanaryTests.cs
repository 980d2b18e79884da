using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Processes;

/// <summary>Marked prompts, answers and secrets, and a look at everything that is left behind: none may be there.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Prompt = "canary-prompt-7f3a";
    private const string Answer = "canary-answer-7f3a";
    private const string ProviderKey = "canary-secret-7f3a";

    private static readonly string[] Marks = [Prompt, Answer, ProviderKey];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-canary-");

    // What the provider does with a call: each leaves by another way through the code.
    private static readonly string[] Answers =
    [
        RawUpstream.Json($$$"""{"choices":[{"index":0,"message":{"content":"{{{Answer}}}"},"finish_reason":"stop"}]}"""),
        RawUpstream.Json($$$"""{"error":{"message":"{{{Prompt}}} {{{Answer}}}","code":"bad"}}""", "400 Bad"),
        RawUpstream.Json($$$"""{"error":{"message":"{{{Prompt}}} {{{ProviderKey}}}","code":"bad"}}""", "401 No"),
        RawUpstream.Json($$$"""{"error":{"message":"{{{Prompt}}}","code":"{{{Answer}}} is no code"}}""", "500 Broken"),
        RawUpstream.Whole($"<html>{Prompt} {Answer}</html>", "text/html", "502 Bad"),
        RawUpstream.Json($"not json {Answer}"),
        RawUpstream.Json($$$"""{"choices":"{{{Answer}}}","usage":"{{{Answer}}}","model":["{{{Answer}}}"]}"""),
        RawUpstream.Events($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{Answer}\"}}}}]}}\n\ndata: [DONE]\n\n"),
        RawUpstream.CutEvents($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{Answer}\"}}}}]}}\n\n"),
        RawUpstream.Events($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a\"}}}}]}}\n\ndata: broken {Answer}\n\n"),
        RawUpstream.Events($"data: {{\"error\":{{\"message\":\"{Prompt} {Answer}\"}}}}\n\n"),
    ];

    [Fact(Timeout = 60_000)]
    public async Task NoPromptAnswerOrSecret_IsInOutput_Files_OrRecords()
    {
        var turn = -1;
        await using var upstream = RawUpstream.Start((_, stream, cancellationToken) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(Answers[Interlocked.Increment(ref turn) % Answers.Length]), cancellationToken).AsTask());
        await WriteConfigAsync(upstream);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string>
        {
            ["CANARY_KEY"] = ProviderKey,
            // The most talkative log there is.
            ["Logging__LogLevel__Default"] = "Trace",
        });
        var relayKey = relay.RelayKey;
        using (var client = relay.ClientOf(relayKey))
        {
            await CallAllAsync(client);
            // What may pass is asked once more.
            Assert.InRange(upstream.Requests.Count, Answers.Length * 2, Answers.Length * 4);
            Assert.All(upstream.Requests, request => Assert.Contains(ProviderKey, request, StringComparison.Ordinal));
        }

        using var admin = relay.ClientOf(relay.AdminKey);
        string records;
        do records = await admin.GetStringAsync("/api/calls?limit=200", TestContext.Current.CancellationToken);
        while (records.Split("\"id\":\"call_").Length - 1 < Answers.Length * 2);
        AssertClean("records", records);
        AssertClean("config", await admin.GetStringAsync("/api/config", TestContext.Current.CancellationToken));
        AssertClean("keys", await admin.GetStringAsync("/api/keys", TestContext.Current.CancellationToken));
        await relay.KillAsync();
        AssertClean("output", relay.Output);
        AssertFilesAreClean(relayKey);
    }

    [Fact(Timeout = 60_000)]
    public async Task NoPromptAnswerOrSecret_IsInWhatIsWritten_WhenTheDiskFails()
    {
        await using var upstream = RawUpstream.Start(Answers[0]);
        await WriteConfigAsync(upstream);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string>
        {
            ["CANARY_KEY"] = ProviderKey,
            // The runtime itself would need larger files than the limit of the test.
            ["DOTNET_EnableWriteXorExecute"] = "0",
        }, "--urls", "http://127.0.0.1:0", RelayProcess.FileLimitOf64Blocks);
        using var client = relay.ClientOf(relay.RelayKey);

        string answer;
        do
        {
            using var response = await client.PostAsync("/v1/chat/completions",
                new StringContent($$"""{"model":"m","messages":"{{Prompt}}"}"""), TestContext.Current.CancellationToken);
            answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode is 200 or 503);
        }
        while (answer.Contains("choices", StringComparison.Ordinal));

        Assert.Contains("storage_unavailable", answer, StringComparison.Ordinal);
        Assert.Contains("The journal could not be written", relay.Output, StringComparison.Ordinal);
        AssertClean("output", relay.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task NoPromptAnswerOrSecret_IsInTracesOrMetrics()
    {
        var seen = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(Describe(activity)),
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue(Describe(instrument, tags)));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Enqueue(Describe(instrument, tags)));
        meters.Start();

        var turn = -1;
        await using var upstream = RawUpstream.Start((_, stream, cancellationToken) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(Answers[Interlocked.Increment(ref turn) % Answers.Length]), cancellationToken).AsTask());
        await using var relay = await RunningRelay.StartAsync(upstream);
        await CallAllAsync(relay.Http);
        await relay.RecordsAsync(Answers.Length * 2);

        Assert.Contains(seen, text => text.Contains("gen_ai.client.operation.duration", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.StartsWith("Relay chat", StringComparison.Ordinal));
        foreach (var text in seen) AssertClean("telemetry", text);
        foreach (var text in seen) Assert.DoesNotContain(relay.Key[22..], text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteConfigAsync(RawUpstream upstream) => File.WriteAllTextAsync(
        Path.Combine(_folder.FullName, "relay.json"),
        $$"""{"accounts":[{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"CANARY_KEY","models":["m"]}]}""",
        TestContext.Current.CancellationToken);

    private static async Task CallAllAsync(HttpClient client)
    {
        foreach (var stream in new[] { "true", "false" })
        {
            for (var i = 0; i < Answers.Length; i++)
                await CallAsync(client, $$"""{"model":"m","stream":{{stream}},"messages":[{"role":"user","content":"{{Prompt}}"}]}""");
        }

        // Refused before anything is sent.
        await CallAsync(client, $"{{\"model\":\"m\",\"messages\":\"{Prompt}");
        await CallAsync(client, $"{Prompt}");
        await CallAsync(client, $$"""{"model":7,"messages":"{{Prompt}}"}""");
    }

    private static async Task CallAsync(HttpClient client, string body)
    {
        try
        {
            using var response = await client.PostAsync("/v1/chat/completions", new StringContent(body), TestContext.Current.CancellationToken);
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // A stream that is broken on purpose.
        }
    }

    private void AssertFilesAreClean(string relayKey)
    {
        var files = _folder.GetFiles("*", SearchOption.AllDirectories).Where(file => file.Name != "relay.json").ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file.FullName, Encoding.Latin1);
            AssertClean(file.Name, text);
            Assert.DoesNotContain(relayKey[22..], text, StringComparison.Ordinal);
        }
    }

    private static void AssertClean(string where, string text)
    {
        foreach (var mark in Marks)
            Assert.False(text.Contains(mark, StringComparison.Ordinal), $"{mark} is in {where}");
    }

    private static string Describe(Activity activity) => string.Join('\n',
        activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Concat(activity.Events.Select(e => e.Name))
            .Prepend($"{activity.Source.Name} {activity.DisplayName}"));

    private static string Describe(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder(instrument.Name);
        foreach (var tag in tags) text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        return text.ToString();
    }
}
