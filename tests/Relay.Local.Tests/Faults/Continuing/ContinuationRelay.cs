using System.Text;
using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>A relay whose model <c>m</c> has its texts continued, and the providers behind it, made of bytes.</summary>
internal sealed class ContinuationRelay : IAsyncDisposable
{
    private readonly IReadOnlyList<RawUpstream> _upstreams;

    private ContinuationRelay(IReadOnlyList<RawUpstream> upstreams, RunningRelay running)
    {
        _upstreams = upstreams;
        Running = running;
    }

    /// <summary>The relay.</summary>
    public RunningRelay Running { get; }

    /// <summary>What the accounts <c>up0</c>, <c>up1</c> and so on were asked, in that order.</summary>
    public IReadOnlyList<RawUpstream> Upstreams => _upstreams;

    /// <summary>Starts it, each target with a dialect and its one answer.</summary>
    public static Task<ContinuationRelay> StartAsync(params (string Dialect, string Answer)[] targets) =>
        StartAsync([.. targets.Select(static target => (target.Dialect, RawUpstream.Start(target.Answer)))]);

    /// <summary>Starts it.</summary>
    /// <param name="targets">Each with its dialect.</param>
    /// <param name="model">The members of the model.</param>
    /// <param name="provider">The provider of all; the sandbox's form is OpenAI's at its plainest.</param>
    /// <param name="real">The providers' name of the model.</param>
    public static async Task<ContinuationRelay> StartAsync(
        IReadOnlyList<(string Dialect, RawUpstream Upstream)> targets, string model = "\"continue\":true", string provider = "sandbox", string real = "real")
    {
        var running = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', targets.Select((target, i) =>
                  $$"""{"id":"up{{i}}","provider":"{{provider}}","base_url":"{{target.Upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","dialects":["{{target.Dialect}}"]}"""))}}],
              "models": [{"name":"m",{{model}},"targets":[{{string.Join(',', targets.Select((_, i) =>
                  $$"""{"account":"up{{i}}","model":"{{real}}","priority":{{i}}}"""))}}]}],
              "prices": [{"model":"{{real}}","input":1000,"output":2000}]
            }
            """);
        return new([.. targets.Select(static target => target.Upstream)], running);
    }

    /// <summary>Asks in a dialect, or in Gemini's form of an array, for a stream.</summary>
    /// <param name="caller">The dialect, or <c>gemini-array</c>.</param>
    /// <param name="more">More members of the body.</param>
    /// <param name="cancellationToken">The caller's going away.</param>
    public Task<HttpResponseMessage> AskAsync(string caller, string more = "", CancellationToken? cancellationToken = null)
    {
        var (path, body) = caller switch
        {
            "openai-chat" => ("/v1/chat/completions", $$"""{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]{{more}}}"""),
            "openai-responses" => ("/v1/responses", $$"""{"model":"m","stream":true,"input":"Hi"{{(more.Contains("\"store\"", StringComparison.Ordinal) ? more : ",\"store\":false" + more)}}}"""),
            "anthropic" => ("/v1/messages", $$"""{"model":"m","stream":true,"max_tokens":50,"messages":[{"role":"user","content":"Hi"}]{{more}}}"""),
            _ => ($"/v1beta/models/m:streamGenerateContent{(caller == "gemini" ? "?alt=sse" : "")}", $$"""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]{{more}}}"""),
        };
        return Running.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") },
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Reads all that comes, up to the break where there is one.</summary>
    public static async Task<(string Body, bool IsWhole)> ReadAsync(HttpResponseMessage response)
    {
        using var body = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(body, TestContext.Current.CancellationToken);
            return (Encoding.UTF8.GetString(body.ToArray()), true);
        }
        catch (HttpRequestException)
        {
            return (Encoding.UTF8.GetString(body.ToArray()), false);
        }
    }

    /// <summary>The body of the only request that an account got.</summary>
    public string BodyAt(int target)
    {
        var request = Assert.Single(_upstreams[target].Requests);
        return request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    /// <summary>The record of a call, once nothing is held for it any more: no slot, no memory, no open call.</summary>
    public async Task<JsonElement> RecordAsync(HttpResponseMessage response)
    {
        var record = await Running.RecordAsync(response);
        await Running.IdleAsync();
        return record;
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        foreach (var upstream in _upstreams) await upstream.DisposeAsync();
    }
}
