using System.Net.Http.Headers;
using System.Text.Json;

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
    public static Task<RunningRelay> StartAsync(IReadOnlyList<RawUpstream> upstreams, string more = "") =>
        StartAsync($$"""
            {
              "accounts": [{{string.Join(',', upstreams.Select((upstream, i) =>
                  $$"""{"id":"up{{i}}","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
              "models": [{"name":"m","targets":[{{string.Join(',', upstreams.Select((_, i) =>
                  $$"""{"account":"up{{i}}","model":"real","priority":{{i}}}"""))}}]}],
              "prices": [{"model":"real","input":1000,"cached_input":100,"output":2000}]
              {{more}}
            }
            """);

    /// <summary>Starts a relay whose model <c>m</c> stands for the model <c>real</c> at one upstream.</summary>
    public static Task<RunningRelay> StartAsync(RawUpstream upstream, string more = "") => StartAsync([upstream], more);

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
        // A call is settled after its last byte went out, so the first look may come too early; it ends by the test's time-out.
        while (true)
        {
            var json = JsonDocument.Parse(await Admin.GetStringAsync($"/api/calls/{id}", TestContext.Current.CancellationToken));
            if (json.RootElement.GetProperty("outcome").GetString() != "open") return json.RootElement;
            await Task.Yield();
        }
    }

    /// <summary>Reads the newest records, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecordsAsync()
    {
        var page = JsonDocument.Parse(await Admin.GetStringAsync("/api/calls?limit=200", TestContext.Current.CancellationToken));
        return [.. page.RootElement.GetProperty("data").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Admin.Dispose();
        Anonymous.Dispose();
        await Relay.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
