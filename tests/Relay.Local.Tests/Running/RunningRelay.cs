using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;

namespace Relay.Local.Tests.Running;

/// <summary>A relay as <c>dotnet run --project src/Relay.Local</c> starts it, in this process, on a free port and in a folder of its own.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private RunningRelay(DirectoryInfo folder, LocalRelay relay)
    {
        _folder = folder;
        Relay = relay;
        Http = new HttpClient { BaseAddress = relay.Url, Timeout = TimeSpan.FromMinutes(1) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", relay.Keys!.Relay);
        Admin = new HttpClient { BaseAddress = relay.Url };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", relay.Keys.Admin);
    }

    /// <summary>Gives the storage account of each relay; null for a folder of its own, as here. Relay.Azure.Tests has others.</summary>
    public static Func<Task<string?>> NewStorage { get; set; } = static () => Task.FromResult<string?>(null);

    /// <summary>The relay.</summary>
    public LocalRelay Relay { get; }

    /// <summary>Sends requests with the first relay key.</summary>
    public HttpClient Http { get; }

    /// <summary>Sends requests with the admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>Sends requests with no key but what they bring.</summary>
    public HttpClient Anonymous { get; } = new();

    /// <summary>The text of the first relay key.</summary>
    public string Key => Relay.Keys!.Relay;

    /// <summary>The base URL for SDKs.</summary>
    public Uri BaseUrl => new(Relay.Url, "/v1");

    /// <summary>Starts a relay.</summary>
    /// <param name="config">Its relay.json; null for none.</param>
    /// <param name="time">Its clock; null for the machine's.</param>
    public static async Task<RunningRelay> StartAsync(string? config = null, TimeProvider? time = null)
    {
        var folder = Directory.CreateTempSubdirectory("relay-test-");
        string? file = null;
        if (config is not null)
        {
            file = Path.Combine(folder.FullName, "relay.json");
            await File.WriteAllTextAsync(file, config);
        }

        var options = new LocalOptions(["http://127.0.0.1:0"], Path.Combine(folder.FullName, "data"), file, await NewStorage());
        var error = new StringWriter();
        var relay = await LocalRelay.StartAsync(options, error, time);
        return relay is null ? throw new InvalidOperationException(error.ToString()) : new(folder, relay);
    }

    /// <summary>Starts a relay whose model <c>m</c> stands for the model <c>real</c> at each of the upstreams, in order.</summary>
    /// <param name="upstreams">The providers.</param>
    /// <param name="more">More members of its relay.json, with a comma before each.</param>
    /// <param name="provider">What they are called like; the sandbox's form is OpenAI's at its plainest.</param>
    public static Task<RunningRelay> StartAsync(IReadOnlyList<RawUpstream> upstreams, string more = "", string provider = "sandbox") =>
        StartAsync($$"""
            {
              "accounts": [{{string.Join(',', upstreams.Select((upstream, i) =>
                  $$"""{"id":"up{{i}}","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
              "models": [{"name":"m","targets":[{{string.Join(',', upstreams.Select((_, i) =>
                  $$"""{"account":"up{{i}}","model":"real","priority":{{i}}}"""))}}]}],
              "prices": [{"model":"real","input":1000,"cached_input":100,"output":2000}]
              {{more}}
            }
            """);

    /// <summary>Starts a relay whose model <c>m</c> stands for the model <c>real</c> at one upstream.</summary>
    public static Task<RunningRelay> StartAsync(RawUpstream upstream, string more = "", string provider = "sandbox") =>
        StartAsync([upstream], more, provider);

    /// <summary>Sends a chat body as it is; returns when the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> ChatAsync(string body, CancellationToken? cancellationToken = null) => Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, null, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Makes a key, and returns its text.</summary>
    public async Task<string> NewKeyAsync(string body)
    {
        using var made = await Admin.PostAsync("/api/keys", new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>Reads the record of a call, once it is settled.</summary>
    public async Task<JsonElement> RecordAsync(HttpResponseMessage response)
    {
        var id = response.Headers.GetValues("x-relay-call-id").Single();
        return await RecordAsync(id);
    }

    /// <inheritdoc cref="RecordAsync(HttpResponseMessage)"/>
    public async Task<JsonElement> RecordAsync(string id)
    {
        // A call is settled after its last byte went out, so the first look may come too early.
        var record = default(JsonElement);
        await Poll.UntilAsync(async () =>
        {
            record = JsonDocument.Parse(await Admin.GetStringAsync($"/api/calls/{id}", TestContext.Current.CancellationToken)).RootElement;
            return record.GetProperty("outcome").GetString() != "open";
        });
        return record;
    }

    /// <summary>Reads the newest records, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecordsAsync()
    {
        var page = JsonDocument.Parse(await Admin.GetStringAsync("/api/calls?limit=200", TestContext.Current.CancellationToken));
        return [.. page.RootElement.GetProperty("data").EnumerateArray()];
    }

    /// <summary>Waits until so many calls are settled, and reads them all, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecordsAsync(int count)
    {
        IReadOnlyList<JsonElement> records = [];
        await Poll.UntilAsync(async () => (records = await AllRecordsAsync()).Count >= count);
        return records;
    }

    /// <summary>Waits until nothing is held for any call: no open call, no memory, no slot and no place in a queue of an account.</summary>
    public Task IdleAsync()
    {
        var services = Relay.Services;
        var (budget, ledger, book) = (
            services.GetRequiredService<MemoryBudget>(), services.GetRequiredService<CallLedger>(), services.GetRequiredService<HealthBook>());
        return Poll.UntilAsync(() => ledger.InFlight == 0 && budget.Taken == 0
            && book.Accounts.All(account => account.Value.Slots is var slots && slots.InFlight(DateTimeOffset.MinValue) == 0 && slots.Waiting == 0));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Admin.Dispose();
        Anonymous.Dispose();
        await Relay.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<JsonElement>> AllRecordsAsync()
    {
        var all = new List<JsonElement>();
        string? continuation = null;
        do
        {
            var page = JsonDocument.Parse(await Admin.GetStringAsync(
                $"/api/calls?limit=200{(continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation))}",
                TestContext.Current.CancellationToken)).RootElement;
            all.AddRange(page.GetProperty("data").EnumerateArray());
            continuation = page.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }
        while (continuation is not null);
        return all;
    }
}
