using System.Net.Http.Headers;
using System.Text;

namespace Relay.Sandbox.Tests.Running;

/// <summary>A sandbox on a free port, and a client of it.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private RunningSandbox(SandboxServer server)
    {
        Server = server;
        Http = new() { BaseAddress = server.BaseUrl };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", "any");
    }

    public SandboxServer Server { get; }

    public HttpClient Http { get; }

    public static async Task<RunningSandbox> StartAsync(TimeProvider? time = null) => new(await SandboxServer.StartAsync(time: time));

    /// <summary>A request's body with one message.</summary>
    public static string Asking(string model, string rest = "", string content = "Hi there") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{content}}"}]{{rest}}}""";

    /// <summary>Sends a body, and returns when the headers of the answer are here.</summary>
    public async Task<HttpResponseMessage> SendAsync(string body, string? spec = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (spec is not null) request.Headers.Add("x-sandbox", spec);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The body of the answer to a request's body.</summary>
    public async Task<string> AnswerToAsync(string body, string? spec = null)
    {
        using var response = await SendAsync(body, spec);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The status of the answer in another dialect, and its body.</summary>
    /// <param name="path">Where, from the root.</param>
    /// <param name="headers">What the dialect wants, <c>name: value</c>.</param>
    /// <param name="body">The request's body.</param>
    public async Task<(int Status, string Body)> PostAsync(string path, string[] headers, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        foreach (var header in headers) request.Headers.Add(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a body on a connection whose bytes can be read.</summary>
    public async Task<RawConnection> SendRawAsync(string body)
    {
        var connection = await RawConnection.OpenAsync(Server.BaseUrl);
        await connection.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer any\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
