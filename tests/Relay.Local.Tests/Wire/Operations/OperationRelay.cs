using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Sends operations, and reads what came of them.</summary>
internal static class OperationRelay
{
    /// <summary>A relay whose model <c>m</c> is <c>real</c> at one account of a provider.</summary>
    public static Task<RunningRelay> StartAsync(RawUpstream upstream, string provider, string price = """{"model":"real","input":1000,"output":2000}""") =>
        RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}],
              "prices": [{{price}}]
            }
            """);

    /// <summary>Sends a body as it is; returns when the headers of the answer are there.</summary>
    public static Task<HttpResponseMessage> PostAsync(this RunningRelay relay, string path, string body, string type = "application/json") =>
        relay.PostAsync(path, new StringContent(body), type);

    /// <inheritdoc cref="PostAsync(RunningRelay, string, string, string)"/>
    public static Task<HttpResponseMessage> PostAsync(this RunningRelay relay, string path, HttpContent body, string type)
    {
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        return relay.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = body },
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
    }

    /// <summary>The answer's text.</summary>
    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The answer's error code, in OpenAI's form.</summary>
    public static async Task<(int Status, string? Code, string? Param)> ErrorAsync(this HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.TextAsync());
        var error = json.RootElement.GetProperty("error");
        return ((int)response.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("param").GetString());
    }

    /// <summary>What a record says was used and what that cost: input, output, cost, whether no price tells.</summary>
    public static async Task<(long? Input, long? Output, long? Cost, bool Unpriced)> UsedAsync(this RunningRelay relay, HttpResponseMessage response)
    {
        var record = await relay.RecordAsync(response);
        var usage = record.TryGetProperty("usage", out var found) ? found : default;
        return (Number(usage, "input"), Number(usage, "output"), Number(record, "cost_nano_usd"), record.GetProperty("unpriced").GetBoolean());
    }

    /// <summary>The exact request of an operation, as OpenAI's kind of provider gets it.</summary>
    public static string Request(RawUpstream upstream, string path, string body, string type = "application/json") =>
        $"POST /v1/{path} HTTP/1.1\r\nHost: {new Uri(upstream.BaseUrl).Authority}\r\nAccept-Encoding: identity\r\nAuthorization: Bearer sandbox\r\n"
        + $"Content-Type: {type}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static long? Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.GetInt64() : null;
}
