using Relay.Sandbox.Tests.Running;
using static Relay.Sandbox.Tests.Running.RunningSandbox;

namespace Relay.Sandbox.Tests.OpenAIChat;

/// <summary>The faults of answers that come to an end, each asked for in the model's name.</summary>
public class ChatFaultTests
{
    private const string Stream = ",\"stream\":true";
    private const string AsAskedFor = """{"error":{"message":"As asked for.","type":"sandbox_error","param":null,"code":"sandbox_error"}}""";

    [Theory(Timeout = 20_000)]
    [InlineData("")]
    [InlineData(Stream)]
    public async Task AStatus_IsAnsweredWithAnErrorInsteadOfAnAnswer(string stream)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Asking("sandbox:status=429,retry-after=7,code=slow_down", stream));

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(AsAskedFor.Replace("\"code\":\"sandbox_error\"", "\"code\":\"slow_down\"", StringComparison.Ordinal),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(Assert.Single(sandbox.Server.Log.Calls).Completed);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("html", 200)]
    [InlineData("html,status=502", 502)]
    public async Task Html_IsAPage(string spec, int status)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Asking("sandbox:" + spec, Stream));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("<html><body>As asked for.</body></html>",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(0, 0)]
    [InlineData(2, 3)]
    public async Task ACutStream_EndsAfterItsTokens_WithoutTheBodysEnd(int tokens, int events)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var connection = await sandbox.SendRawAsync(Asking($"sandbox:tokens=5,cut={tokens}", Stream));
        var read = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", read, StringComparison.Ordinal);
        Assert.Contains("Transfer-Encoding: chunked\r\n", read, StringComparison.Ordinal);
        Assert.Equal(events, read.Split("data: {").Length - 1);
        Assert.EndsWith(tokens == 0 ? "\r\n\r\n" : "\n\n\r\n", read, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", read, StringComparison.Ordinal);
        var call = Assert.Single(sandbox.Server.Log.Calls);
        Assert.Equal((tokens, false), (call.Tokens, call.Completed));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("cut=3")]
    [InlineData("short")]
    public async Task ACutOrShortJsonBody_IsHalfOfItsContentLength(string fault)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var connection = await sandbox.SendRawAsync(Asking("sandbox:" + fault));
        var read = await connection.ReadToEndAsync();

        var body = read[(read.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.StartsWith("""{"id":"chatcmpl-1",""", body, StringComparison.Ordinal);
        Assert.Matches($"\r\nContent-Length: ({body.Length * 2}|{(body.Length * 2) + 1})\r\n", read);
        Assert.False(Assert.Single(sandbox.Server.Log.Calls).Completed);
    }

    [Fact(Timeout = 20_000)]
    public async Task NoDone_EndsTheStreamProperly_WithoutItsLastEvent()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync(Asking("sandbox:nodone", Stream));

        Assert.EndsWith("\"finish_reason\":\"stop\"}]}\n\n", answer, StringComparison.Ordinal);
        Assert.False(Assert.Single(sandbox.Server.Log.Calls).Completed);
    }

    [Fact(Timeout = 20_000)]
    public async Task Preamble_EndsTheStreamProperly_BeforeItsFirstToken()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync(Asking("sandbox:preamble", Stream));

        Assert.Contains("\"role\":\"assistant\"", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("data:").Length - 1);
        Assert.Equal(0, Assert.Single(sandbox.Server.Log.Calls).Tokens);
    }

    [Theory(Timeout = 20_000)]
    [InlineData(0, 0)]
    [InlineData(2, 3)]
    public async Task AnErrorInAStream_IsItsLastEvent(int tokens, int events)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync(Asking($"sandbox:tokens=5,error={tokens}", Stream));

        Assert.Equal(events, answer.Split("data: {\"id\"").Length - 1);
        Assert.EndsWith($"data: {AsAskedFor}\n\n", answer, StringComparison.Ordinal);
        var call = Assert.Single(sandbox.Server.Log.Calls);
        Assert.Equal((tokens, false), (call.Tokens, call.Completed));
    }

    [Fact(Timeout = 20_000)]
    public async Task AnErrorInJson_HasTheStatusOfSuccess_AndIsNoCompletedCall()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Asking("sandbox:error=3"));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(AsAskedFor, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var call = Assert.Single(sandbox.Server.Log.Calls);
        Assert.Equal((0, false), (call.Tokens, call.Completed));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public async Task AMalformedEvent_ComesOnce_AndTheStreamGoesOn(int tokens, int before)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var events = (await sandbox.AnswerToAsync(Asking($"sandbox:malformed={tokens},tokens=2", Stream))).Split("\n\n");

        Assert.Equal("data: {\"choices\":[", events[before]);
        Assert.Single(events, text => text == "data: {\"choices\":[");
        Assert.Equal(["data: [DONE]", ""], events[^2..]);
        // The first, one a token, the malformed, the last, the end, and what is behind it.
        Assert.Equal(7, events.Length);
    }

    [Fact(Timeout = 20_000)]
    public async Task AMalformedJsonBody_IsHalfABody()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var whole = await sandbox.AnswerToAsync(Asking("sandbox"), "tokens=3");

        var half = await sandbox.AnswerToAsync(Asking("sandbox"), "tokens=3,malformed=0");

        Assert.Equal(whole[..(whole.Length / 2)].Replace("chatcmpl-1", "chatcmpl-2", StringComparison.Ordinal), half);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("")]
    [InlineData(Stream)]
    public async Task ASplitAnswer_ComesByteByByte_AlsoWithinACharacter(string stream)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Scripts["x"] = new() { Text = ["°"] };
        var asked = Asking("sandbox:script=x,split=1", stream);

        using var connection = await sandbox.SendRawAsync(asked);
        // Each flush is a chunk of its own; the halves of the degree sign are no characters by themselves.
        var read = await connection.ReadUntilAsync("0\r\n\r\n");

        Assert.Contains("1\r\n\"\r\n1\r\n\uFFFD\r\n1\r\n\uFFFD\r\n1\r\n\"\r\n", read, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"°\"", await sandbox.AnswerToAsync(asked), StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("crlf", "data: ", "\r\n\r\n")]
    [InlineData("nospace", "data:", "\n\n")]
    [InlineData("crlf,nospace", "data:", "\r\n\r\n")]
    public async Task AStreamsForm_IsAsAskedFor(string spec, string start, string end)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync(Asking("sandbox:tokens=1," + spec, Stream));

        var events = answer.Split(end);
        Assert.Equal(5, events.Length);
        Assert.All(events[..^1], text => Assert.Matches($"^{start}[{{\\[]", text));
        Assert.Equal(start + "[DONE]", events[^2]);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("")]
    [InlineData(",\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    public async Task NoUsage_LeavesTheUsageOut(string rest)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        Assert.DoesNotContain("usage", await sandbox.AnswerToAsync(Asking("sandbox", rest), "nousage"), StringComparison.Ordinal);
        Assert.Contains("usage", await sandbox.AnswerToAsync(Asking("sandbox", rest)), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task Json_IsAnsweredToACallForAStream()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Asking("sandbox:json", Stream));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("sandbox-1", Assert.Single(response.Headers.GetValues("x-request-id")));
        Assert.Contains("\"object\":\"chat.completion\"",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
