using System.Text;
using System.Text.RegularExpressions;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A provider that holds the response <c>resp_1</c>, as bytes.</summary>
internal static partial class HeldResponses
{
    /// <summary>The model at the second account, which the first stands in front of.</summary>
    public const string AtSecond = "up1/real";

    /// <summary>The response, with an id in place of the provider's own.</summary>
    public static string Response(string id = "resp_1") =>
        $$$"""{ "id" : "{{{id}}}", "object":"response","status":"completed","error":null,"model":"real","output":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"grüße resp_1 \u00fc","annotations":[]}]}],"usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}, "metadata":{"id":"resp_1"}}""";

    /// <summary>Its stream.</summary>
    public static string Stream(string id = "resp_1") =>
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"" + id + "\",\"status\":\"in_progress\"}}\n\n"
        + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"grüß \\\"response\\\"\"}\r\n\r\n"
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":" + Response(id) + "}\n\n";

    /// <summary>Starts the provider.</summary>
    /// <param name="refusal">What it answers to all but new responses; null for what is asked for.</param>
    public static RawUpstream Start(string? refusal = null) => RawUpstream.Start((request, stream, cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(request, refusal)), cancellationToken).AsTask());

    /// <summary>Has a response made, and returns the id that its caller has for it.</summary>
    public static async Task<string> MakeAsync(this RunningRelay relay, string model = AtSecond)
    {
        using var response = await relay.SendAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"{{model}}","input":"x"}""");
        return IdIn(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The first id of Relay's in a text.</summary>
    public static string IdIn(string text) => OwnId().Match(text).Value;

    /// <summary>Sends a request; returns when the headers of the answer are there.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this RunningRelay relay, HttpMethod method, string path, string? body = null, string? key = null, string? turnState = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        if (turnState is not null) request.Headers.Add("x-codex-turn-state", turnState);
        return relay.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The lines of a request up to its first header.</summary>
    public static string Line(string request) => request[..request.IndexOf("\r\n", StringComparison.Ordinal)];

    private static string Answer(string request, string? refusal)
    {
        const string State = "x-codex-turn-state: from-provider\r\n";
        var line = Line(request);
        if (line == "POST /v1/responses HTTP/1.1")
            return request.Contains("\"stream\":true", StringComparison.Ordinal) ? RawUpstream.Events(Stream()) : RawUpstream.Json(Response(), headers: State);
        if (refusal is not null) return refusal;
        if (line.Contains("stream=true", StringComparison.Ordinal)) return RawUpstream.Events(Stream());
        return line switch
        {
            "POST /v1/responses/compact HTTP/1.1" =>
                RawUpstream.Json("""{"id":"resp_9","object":"response.compaction","output":[],"usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}}"""),
            "POST /v1/responses/input_tokens HTTP/1.1" => RawUpstream.Json("""{"object":"response.input_tokens","input_tokens":11}"""),
            "DELETE /v1/responses/resp_1 HTTP/1.1" => RawUpstream.Json("""{"id":"resp_1","object":"response","deleted":true}"""),
            "GET /v1/responses/resp_1/input_items?limit=2&after=msg_0 HTTP/1.1" =>
                RawUpstream.Json("""{"object":"list","data":[{"id":"msg_0","type":"message"}],"first_id":"msg_0","last_id":"msg_0","has_more":false}"""),
            _ => RawUpstream.Json(Response(), headers: State),
        };
    }

    [GeneratedRegex("resp_relay1[A-Za-z0-9_-]+")]
    private static partial Regex OwnId();
}
