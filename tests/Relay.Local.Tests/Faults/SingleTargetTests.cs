namespace Relay.Local.Tests.Faults;

/// <summary>
/// Each fault of the sandbox where there is no other target: what the caller gets, and what the record says. A fault
/// under an error status costs nothing; one under a 200 may, and is estimated.
/// </summary>
public sealed class SingleTargetTests
{
    private const string ShortTimeouts = """, "timeouts":{"first_byte_seconds":0.5,"idle_seconds":0.5}""";

    /// <summary>Spec, status, code, whose words, Retry-After in seconds, output tokens; null for what is not charged.</summary>
    public static TheoryData<string, int, string, string, int?, int?> InBoth => new()
    {
        { "status=400", 400, "sandbox_error", "provider", null, null },
        { "status=401", 503, "upstream_account", "relay", 30, null },
        { "status=402", 503, "upstream_account", "relay", 30, null },
        { "status=403", 503, "upstream_account", "relay", 30, null },
        { "status=404", 404, "sandbox_error", "provider", null, null },
        { "status=408", 408, "sandbox_error", "provider", null, null },
        { "status=409", 409, "sandbox_error", "provider", null, null },
        { "status=422", 422, "sandbox_error", "provider", null, null },
        { "status=429", 429, "sandbox_error", "provider", 5, null },
        { "status=429,retry-after=9", 429, "sandbox_error", "provider", 9, null },
        { "status=429,code=insufficient_quota", 503, "upstream_account", "relay", 30, null },
        { "status=500", 500, "sandbox_error", "provider", null, null },
        { "status=500,html", 500, "upstream_error", "relay", null, null },
        { "status=503", 503, "sandbox_error", "provider", 5, null },
        { "status=529", 503, "upstream_overloaded", "relay", 5, null },
        { "html", 502, "upstream_malformed", "relay", null, 0 },
        { "cut=0", 502, "upstream_truncated", "relay", null, 0 },
        { "error=0", 502, "sandbox_error", "provider", null, 0 },
        { "silence=headers", 504, "upstream_timeout", "relay", null, 0 },
        { "silence=0", 504, "upstream_timeout", "relay", null, 0 },
    };

    /// <summary>Those after some tokens, and those of JSON only: no part of a JSON answer goes out before its end.</summary>
    public static TheoryData<string, int, string, string, int?, int?> InJsonOnly => new()
    {
        { "cut=3", 502, "upstream_truncated", "relay", null, 0 },
        { "short", 502, "upstream_truncated", "relay", null, 0 },
        { "error=2", 502, "sandbox_error", "provider", null, 0 },
        // The text was whole, all 30 bytes of it; what came behind it was not.
        { "malformed=0", 502, "upstream_malformed", "relay", null, 8 },
        { "malformed=2", 502, "upstream_malformed", "relay", null, 8 },
        { "silence=2", 504, "upstream_timeout", "relay", null, 0 },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InBoth))]
    [MemberData(nameof(InJsonOnly))]
    public Task AFault_IsAnError_Json(string spec, int status, string code, string whose, int? retryAfter, int? output) =>
        IsErrorAsync(spec, stream: false, status, code, whose, retryAfter, output);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InBoth))]
    [InlineData("malformed=0", 502, "upstream_malformed", "relay", null, 0)]
    [InlineData("json", 502, "upstream_malformed", "relay", null, 0)]
    public Task AFaultBeforeTheFirstToken_IsAnError_Streaming(string spec, int status, string code, string whose, int? retryAfter, int? output) =>
        IsErrorAsync(spec, stream: true, status, code, whose, retryAfter, output);

    [Theory(Timeout = 60_000)]
    [InlineData("cut=3", "upstream_truncated", "word1 word2 word3 ")]
    [InlineData("nodone", "upstream_truncated", "word1 word2 word3 word4 word5 ")]
    [InlineData("error=2", "sandbox_error", "word1 word2 ")]
    [InlineData("malformed=2", "upstream_malformed", "word1 word2 ")]
    [InlineData("silence=2", "upstream_timeout", "word1 word2 ")]
    public async Task AFaultAfterAToken_IsAnEventWithoutAnEnd_Streaming(string spec, string code, string text)
    {
        await using var relay = await FaultRelay.StartAsync(more: TimeoutsFor(spec));
        var model = $"sandbox:tokens=5,{spec}";

        var answer = await relay.CallAsync(model, stream: true);

        Assert.Equal((200, code, text, false), (answer.Status, answer.Code, answer.Text, answer.Ended));
        Assert.Equal(("truncated", code), (answer.Outcome, answer.RecordedCode));
        Assert.Equal([("faulty", code)], answer.Attempts);
        // A stream without [DONE] has reported its usage before.
        Assert.Equal(spec == "nodone" ? (false, 2, 5) : (true, Quarter(FaultRelay.Body(model, true).Length), Quarter(text.Length)), answer.Usage);
        IsCost(answer);
        await relay.Running.IdleAsync();
    }

    private static async Task IsErrorAsync(string spec, bool stream, int status, string code, string whose, int? retryAfter, int? output)
    {
        await using var relay = await FaultRelay.StartAsync(more: TimeoutsFor(spec));
        var model = $"sandbox:tokens=5,{spec}";
        // What may pass is tried once more, unless the provider asks for a long wait.
        var tries = Passing.Any(start => spec.StartsWith(start, StringComparison.Ordinal)) && !spec.Contains("insufficient_quota", StringComparison.Ordinal) && retryAfter is not 9 ? 2 : 1;

        var answer = await relay.CallAsync(model, stream);

        Assert.Equal((status, code, true), (answer.Status, answer.Code, answer.Ended));
        Assert.Equal(whose, answer.Response.Headers.GetValues("x-relay-error").Single());
        Assert.Equal(retryAfter, (int?)answer.Response.Headers.RetryAfter?.Delta?.TotalSeconds);
        if (whose == "provider") Assert.Equal(OwnWords, answer.Body);
        Assert.Equal(("failed", code, status), (answer.Outcome, answer.RecordedCode, answer.Record.GetProperty("status").GetInt32()));
        Assert.Equal(Enumerable.Repeat<(string?, string?)>(("faulty", code), tries), answer.Attempts);
        Assert.Equal(output is { } tokens ? (true, Quarter(FaultRelay.Body(model, stream).Length), tokens) : null, answer.Usage);
        IsCost(answer, tries);
        Assert.Equal(tries, relay.Sandbox.Log.Count);
        await relay.Running.IdleAsync();
    }

    private static readonly string[] Passing =
    [
        "status=408", "status=409", "status=429", "status=5", "html", "cut", "error", "malformed", "silence", "short", "json",
    ];

    private const string OwnWords = """{"error":{"message":"As asked for.","type":"sandbox_error","param":null,"code":"sandbox_error"}}""";

    // The sandbox's price in the catalogue, in nano-dollars a token.
    private static void IsCost(FaultAnswer answer, int tries = 1)
    {
        Assert.Equal(answer.Sums.Attempts, answer.Sums.Whole);
        Assert.Equal(answer.Usage is var (_, input, output) ? tries * ((input * 1000) + (output * 2000)) : 0, answer.Cost);
    }

    private static string TimeoutsFor(string spec) => spec.StartsWith("silence", StringComparison.Ordinal) ? ShortTimeouts : "";

    private static int Quarter(int bytes) => (bytes + 3) / 4;
}
