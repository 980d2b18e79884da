using System.Text.Json;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>A text that breaks off is continued by the next target, in the caller's stream.</summary>
public sealed class ContinuationTests
{
    private const string Asked =
        "The connection broke in the middle of your answer. Go on with it from where it stopped, as if nothing had happened: in the same "
        + "language and form, without a greeting, a remark or a summary. Begin by repeating exactly these last characters of it, and go on "
        + "right behind them:\\n\\nOnce upon a time there was";

    private static readonly string[] Callers = [.. DialectCalls.Dialects, "gemini-array"];

    public static MatrixTheoryData<string, string> CallersAndSeconds => new(Callers, DialectCalls.Dialects);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(CallersAndSeconds))]
    public async Task AStreamThatPassesAndBreaks_GoesOn_Streaming(string caller, string second)
    {
        var native = caller == "gemini-array" ? "gemini" : caller;
        await using var relay = await ContinuationRelay.StartAsync(
            (native, ContinuationStreams.Cut(native, ContinuationStreams.Begun)), (second, ContinuationStreams.Whole(second, ContinuationStreams.Rest)));

        using var response = await relay.AskAsync(caller);

        Assert.Equal((ContinuationStreams.BeforeOf(caller) + ContinuationStreams.ResumedOf(caller), true), await ContinuationRelay.ReadAsync(response));
        AssertContinued(await relay.RecordAsync(response));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(CallersAndSeconds))]
    public async Task AStreamThatIsTranslatedAndBreaks_IsAsOneThatDidNot_Streaming(string caller, string second)
    {
        var first = caller == "openai-chat" ? "anthropic" : "openai-chat";
        await using var unbroken = await ContinuationRelay.StartAsync((first, ContinuationStreams.Whole(first, ContinuationStreams.Begun, " a fox.")));
        using var expected = await unbroken.AskAsync(caller);
        await using var relay = await ContinuationRelay.StartAsync(
            (first, ContinuationStreams.Cut(first, ContinuationStreams.Begun)), (second, ContinuationStreams.Whole(second, ContinuationStreams.Rest)));

        using var response = await relay.AskAsync(caller);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        var mark = caller.StartsWith("gemini", StringComparison.Ordinal) ? 0 : 1;
        Assert.Equal((true, mark), (isWhole, body.Split(": relay-continued\n\n").Length - 1));
        Assert.Equal(
            DialectCalls.Steady((await ContinuationRelay.ReadAsync(expected)).Body),
            DialectCalls.Steady(body.Replace(": relay-continued\n\n", "", StringComparison.Ordinal)));
        AssertContinued(await relay.RecordAsync(response));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai-chat", """{"model":"real","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once upon a time there was"},{"role":"user","content":"@"}],"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("openai-responses", """{"model":"real","input":[{"type":"message","role":"user","content":"Hi"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Once upon a time there was"}]},{"type":"message","role":"user","content":"@"}],"store":false,"stream":true}""")]
    [InlineData("anthropic", """{"model":"real","max_tokens":32000,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once upon a time there was"},{"role":"user","content":"@"}],"stream":true}""")]
    [InlineData("gemini", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Once upon a time there was"}]},{"role":"user","parts":[{"text":"@"}]}]}""")]
    public async Task TheNextTarget_IsAskedForTheRest_Streaming(string second, string request)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            ("openai-chat", ContinuationStreams.Cut("openai-chat", ContinuationStreams.Begun)), (second, ContinuationStreams.Whole(second, ContinuationStreams.Rest)));

        using var response = await relay.AskAsync("openai-chat");

        Assert.True((await ContinuationRelay.ReadAsync(response)).IsWhole);
        Assert.Equal(request.Replace("@", Asked, StringComparison.Ordinal), relay.BodyAt(1));
    }

    // Where a model goes on with its own words it is not asked to in others', and does not repeat; Mistral's does repeat all of them.
    [Theory(Timeout = 60_000)]
    [InlineData("anthropic", "anthropic", "claude-sonnet-4-5", """{"model":"claude-sonnet-4-5","max_tokens":32000,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once upon a time there was"}],"stream":true}""", " a fox.")]
    [InlineData("mistral", "openai-chat", "mistral-large", """{"model":"mistral-large","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once upon a time there was","prefix":true}],"stream":true}""", "Once upon a time there was a fox.")]
    public async Task AModelThatTakesAPrefill_HasOne_Streaming(string provider, string dialect, string model, string request, string rest)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            [
                (dialect, RawUpstream.Start(ContinuationStreams.Cut(dialect, ContinuationStreams.Begun + " "))),
                (dialect, RawUpstream.Start(ContinuationStreams.Whole(dialect, rest))),
            ],
            provider: provider, real: model);

        using var response = await relay.AskAsync("openai-chat");

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.True(isWhole);
        Assert.Contains(": relay-continued\n\n", body, StringComparison.Ordinal);
        Assert.Equal(ContinuationStreams.Begun + " a fox.", TextOf(body));
        Assert.Equal(request, relay.BodyAt(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task AJsonAnswerThatBreaks_IsAnsweredAnew_AndNotContinued_Json()
    {
        const string Answer = """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"A fox."},"finish_reason":"stop"}]}""";
        await using var relay = await ContinuationRelay.StartAsync(
            ("openai-chat", RawUpstream.Json(Answer)[..^20]), ("openai-chat", RawUpstream.Json(Answer)));
        const string Body = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

        using var response = await relay.Running.ChatAsync(Body);

        Assert.Equal(Answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Body.Replace("\"m\"", "\"real\"", StringComparison.Ordinal), relay.BodyAt(1));
        var record = await relay.RecordAsync(response);
        Assert.All(record.GetProperty("attempts").EnumerateArray(), static attempt => Assert.False(attempt.TryGetProperty("continues", out _)));
    }

    /// <summary>The text of a chat stream.</summary>
    internal static string TextOf(string body) => string.Concat(body.Split('\n')
        .Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(static line => JsonDocument.Parse(line[6..]).RootElement)
        .SelectMany(static chunk => chunk.TryGetProperty("choices", out var choices) ? choices.EnumerateArray() : default)
        .Select(static choice => choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""));

    private static void AssertContinued(JsonElement record)
    {
        Assert.Equal(("completed", 200, "up1"), (record.GetProperty("outcome").GetString(), record.GetProperty("status").GetInt32(), record.GetProperty("account").GetString()));
        Assert.False(record.TryGetProperty("error_code", out _));
        var attempts = record.GetProperty("attempts");
        // Both attempts are paid for.
        Assert.All(["input", "output"], name => Assert.Equal(attempts.EnumerateArray().Sum(attempt => Tokens(attempt, name)), Tokens(record, name)));
        Assert.Equal(("upstream_truncated", false), (attempts[0].GetProperty("error_code").GetString(), attempts[0].TryGetProperty("continues", out _)));
        Assert.Equal((false, true), (attempts[1].TryGetProperty("error_code", out _), attempts[1].GetProperty("continues").GetBoolean()));
        Assert.Equal((20, 5, 30_000), (Tokens(attempts[1], "input"), Tokens(attempts[1], "output"), attempts[1].GetProperty("cost_nano_usd").GetInt32()));
        Assert.True(Tokens(attempts[0], "output") > 0);
        Assert.Equal(record.GetProperty("cost_nano_usd").GetInt32(), attempts.EnumerateArray().Sum(static attempt => attempt.GetProperty("cost_nano_usd").GetInt32()));
    }

    private static int Tokens(JsonElement element, string name) => element.GetProperty("usage").GetProperty(name).GetInt32();
}
