using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>Each fault of the sandbox where there is another target: before anything is sent, the caller does not notice.</summary>
public sealed class HealingTests
{
    public static TheoryData<string> InBoth =>
    [
        "status=401", "status=402", "status=403", "status=404", "status=408", "status=409", "status=429",
        "status=429,retry-after=60", "status=500", "status=500,html", "status=503", "status=529",
        "html", "cut=0", "error=0", "malformed=0", "silence=headers", "silence=0",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InBoth))]
    [InlineData("cut=3")]
    [InlineData("short")]
    [InlineData("error=2")]
    [InlineData("malformed=2")]
    [InlineData("silence=2")]
    public Task AFault_IsHealed_Json(string spec) => IsHealedAsync(spec, stream: false);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InBoth))]
    [InlineData("json")]
    public Task AFaultBeforeTheFirstToken_IsHealed_Streaming(string spec) => IsHealedAsync(spec, stream: true);

    [Theory(Timeout = 60_000)]
    [InlineData("status=400", false, 400)]
    [InlineData("status=400", true, 400)]
    [InlineData("status=422", false, 422)]
    [InlineData("status=422", true, 422)]
    [InlineData("cut=3", true, 200)]
    [InlineData("error=2", true, 200)]
    public async Task ACallersMistake_OrAnAnswerThatHasBegun_IsNotSentAgain(string spec, bool stream, int status)
    {
        await using var relay = await FaultRelay.StartAsync(spec);

        var answer = await relay.CallAsync("healed", stream);

        Assert.Equal(status, answer.Status);
        Assert.Equal("faulty", Assert.Single(answer.Attempts).Account);
        Assert.Equal(1, relay.Sandbox.Log.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheHeadersOfATargetThatFailed_AreNotTheAnswers(bool stream)
    {
        // Its headers were good, its body is not.
        await using var faulty = RawUpstream.Start(RawUpstream.Whole("", "text/html", headers: "x-request-id: req_faulty\r\n"));
        await using var healthy = RawUpstream.Start(stream
            ? RawUpstream.Events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n")
            : RawUpstream.Json("""{"choices":[{"index":0,"message":{"content":"b"}}]}"""));
        await using var relay = await RunningRelay.StartAsync([faulty, healthy]);

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));

        Assert.Equal((200, "up1"), ((int)response.StatusCode, response.Headers.GetValues("x-relay-account").Single()));
        Assert.Equal(response.Headers.GetValues("x-relay-call-id"), response.Headers.GetValues("x-request-id"));
    }

    private static async Task IsHealedAsync(string spec, bool stream)
    {
        // Enough for the healthy one on a busy machine.
        await using var relay = await FaultRelay.StartAsync(
            spec, spec.StartsWith("silence", StringComparison.Ordinal) ? """, "timeouts":{"first_byte_seconds":1,"idle_seconds":1}""" : "");

        var answer = await relay.CallAsync("healed", stream);

        Assert.Equal((200, true, stream), (answer.Status, answer.Ended, answer.Done));
        Assert.Equal((FaultRelay.Healthy, null), (answer.Text, answer.Code));
        Assert.Equal("2", answer.Response.Headers.GetValues("x-relay-attempts").Single());
        Assert.Equal("sandbox-2", answer.Response.Headers.GetValues("x-request-id").Single());
        Assert.Null(answer.Response.Headers.RetryAfter);
        Assert.Equal(("completed", null), (answer.Outcome, answer.RecordedCode));
        Assert.Collection(
            answer.Attempts,
            first => Assert.True(first is { Account: "faulty", Code: not null }),
            second => Assert.Equal(("healthy", null), second));
        Assert.Equal((false, 2, 2), answer.Usage);
        await relay.Running.IdleAsync();
    }
}
