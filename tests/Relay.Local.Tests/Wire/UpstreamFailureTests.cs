using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What a provider did wrong before anything went to the caller.</summary>
public sealed class UpstreamFailureTests
{
    private const string Error = """{"error":{"message":"no","type":"t","param":null,"code":"c"}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallersMistake_ComesThroughAsItIs(bool stream)
    {
        using var response = await FailAsync(RawUpstream.Json(Error, "422 Unprocessable", "x-request-id: req_1\r\n"), stream);

        Assert.Equal(422, (int)response.Answer.StatusCode);
        Assert.Equal(Error, response.Body);
        Assert.Equal("req_1", response.Answer.Headers.GetValues("x-request-id").Single());
        Assert.Equal("provider", response.Answer.Headers.GetValues("x-relay-error").Single());
        Assert.Equal(("failed", "c", 422), response.Settled);
    }

    [Theory]
    [InlineData("429 Too Many", "Retry-After: 7\r\n", 429, 7)]
    [InlineData("429 Too Many", "retry-after-ms: 1500\r\n", 429, 2)]
    [InlineData("429 Too Many", "", 429, 5)]
    [InlineData("503 Busy", "Retry-After: 9\r\n", 503, 9)]
    [InlineData("500 Broken", "", 500, null)]
    public async Task APassingFailure_ComesThrough_WithItsRetryAfter(string status, string headers, int expected, int? retry)
    {
        using var response = await FailAsync(RawUpstream.Json(Error, status, headers), stream: true);

        Assert.Equal(expected, (int)response.Answer.StatusCode);
        Assert.Equal(Error, response.Body);
        Assert.Equal(retry, (int?)response.Answer.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    [Theory]
    [InlineData("401 Unauthorized")]
    [InlineData("402 Pay")]
    [InlineData("403 Forbidden")]
    public async Task ARefusedAccount_Is503_AndNotTheCallersBusiness(string status)
    {
        using var response = await FailAsync(RawUpstream.Json(Error, status), stream: true);

        Assert.Equal(503, (int)response.Answer.StatusCode);
        Assert.Contains("upstream_account", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"no\"", response.Body, StringComparison.Ordinal);
        Assert.NotNull(response.Answer.Headers.RetryAfter);
        Assert.Equal(("failed", "upstream_account", 503), response.Settled);
    }

    [Fact]
    public async Task A529_Is503_WithRetryAfter()
    {
        using var response = await FailAsync(RawUpstream.Json(Error, "529 Overloaded"), stream: true);

        Assert.Equal(503, (int)response.Answer.StatusCode);
        Assert.NotNull(response.Answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("502 Bad Gateway", 502)]
    [InlineData("200 OK", 502)]
    public async Task AnHtmlPage_IsWrapped(string status, int expected)
    {
        using var response = await FailAsync(RawUpstream.Whole("<html>secret page</html>", "text/html", status), stream: false);

        Assert.Equal(expected, (int)response.Answer.StatusCode);
        Assert.NotNull(JsonDocument.Parse(response.Body).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain("html", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"choices\":[", "upstream_malformed")]
    [InlineData("", "upstream_malformed")]
    public async Task AnAnswerThatIsNotJson_Is502(string body, string code)
    {
        using var response = await FailAsync(RawUpstream.Json(body), stream: false);
        Assert.Equal(502, (int)response.Answer.StatusCode);
        Assert.Equal(("failed", code, 502), response.Settled);
    }

    [Fact]
    public async Task AnAnswerThatBreaksOff_Is502_AndNoPartOfItIsSent()
    {
        using var response = await FailAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"choices\":[]}", stream: false);
        Assert.Equal(502, (int)response.Answer.StatusCode);
        Assert.Equal(("failed", "upstream_truncated", 502), response.Settled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnErrorUnderA200_IsAnErrorToTheCaller(bool stream)
    {
        using var response = await FailAsync(
            stream ? RawUpstream.Events($"data: {Error}\n\ndata: [DONE]\n\n") : RawUpstream.Json(Error), stream);
        Assert.Equal(502, (int)response.Answer.StatusCode);
        Assert.Equal(Error, response.Body);
        Assert.Equal(("failed", "c", 502), response.Settled);
    }

    [Fact]
    public async Task AStreamThatIsJson_Is502()
    {
        using var response = await FailAsync(RawUpstream.Json("""{"choices":[]}"""), stream: true);
        Assert.Equal(502, (int)response.Answer.StatusCode);
        Assert.Equal(("failed", "upstream_malformed", 502), response.Settled);
    }

    [Fact]
    public async Task AnUpstreamThatIsNotThere_Is502()
    {
        // Port 1 of this machine: nothing listens there, and only root could.
        await using var relay = await RunningRelay.StartAsync("""
            {"accounts":[{"id":"up0","provider":"sandbox","base_url":"http://127.0.0.1:1/v1","secret":"SANDBOX_API_KEY","models":["m"]}]}
            """);
        using var answer = await relay.ChatAsync("""{"model":"m"}""");
        Assert.Equal(502, (int)answer.StatusCode);
        var record = await relay.RecordAsync(answer);
        Assert.Equal("upstream_unreachable", record.GetProperty("error_code").GetString());
        Assert.False(record.TryGetProperty("usage", out _));
        Assert.Equal(0, record.GetProperty("cost_nano_usd").GetInt64());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASilentUpstream_Is504(bool stream)
    {
        await using var upstream = RawUpstream.Start((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        await using var relay = await RunningRelay.StartAsync(upstream, """, "timeouts":{"first_byte_seconds":0.2}""");
        using var answer = await relay.ChatAsync($$"""{"model":"m","stream":{{(stream ? "true" : "false")}}}""");
        Assert.Equal(504, (int)answer.StatusCode);
        Assert.Equal("upstream_timeout", (await relay.RecordAsync(answer)).GetProperty("error_code").GetString());
        // The provider's connection is closed, so that it stops, too.
        await upstream.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheNextTarget_Answers_AndBothAttemptsAreKept(bool stream)
    {
        var good = stream
            ? RawUpstream.Events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n")
            : RawUpstream.Json("""{"choices":[{"index":0,"message":{"content":"b"}}]}""");
        await using var bad = RawUpstream.Start(stream ? RawUpstream.CutEvents("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n") : RawUpstream.Json(Error, "500 Broken"));
        await using var next = RawUpstream.Start(good);
        await using var relay = await RunningRelay.StartAsync([bad, next]);

        using var answer = await relay.ChatAsync($$"""{"model":"m","stream":{{(stream ? "true" : "false")}}}""");

        Assert.Equal(200, (int)answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("role", body, StringComparison.Ordinal);
        Assert.Equal("2", answer.Headers.GetValues("x-relay-attempts").Single());
        var attempts = (await relay.RecordAsync(answer)).GetProperty("attempts");
        Assert.Equal(["up0", "up1"], attempts.EnumerateArray().Select(attempt => attempt.GetProperty("account").GetString()));
        Assert.Equal(stream ? "upstream_truncated" : "c", attempts[0].GetProperty("error_code").GetString());
    }

    private static async Task<Failed> FailAsync(string upstreamAnswer, bool stream)
    {
        await using var upstream = RawUpstream.Start(upstreamAnswer);
        await using var relay = await RunningRelay.StartAsync(upstream);
        var answer = await relay.ChatAsync($$"""{"model":"m","stream":{{(stream ? "true" : "false")}}}""");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(answer, body, await relay.RecordAsync(answer));
    }

    private sealed record Failed(HttpResponseMessage Answer, string Body, JsonElement Record) : IDisposable
    {
        public (string?, string?, int) Settled => (Record.GetProperty("outcome").GetString(),
            Record.GetProperty("error_code").GetString(), Record.GetProperty("status").GetInt32());

        public void Dispose() => Answer.Dispose();
    }
}
