using Relay.Sandbox.Tests.Running;
using static Relay.Sandbox.Tests.Running.RunningSandbox;

namespace Relay.Sandbox.Tests.OpenAIChat;

/// <summary>Delays and silence.</summary>
public class ChatTimingTests
{
    private const string Stream = ",\"stream\":true";

    [Fact(Timeout = 20_000)]
    public async Task Tokens_ComeAtTheirTimes_AndHeadersBefore()
    {
        var time = new ManualTimeProvider();
        await using var sandbox = await RunningSandbox.StartAsync(time);

        using var connection = await sandbox.SendRawAsync(Asking("sandbox:tokens=2,ttft=500,gap=20", Stream));
        await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(500));
        var headers = await connection.ReadUntilAsync("\r\n\r\n");
        Assert.DoesNotContain("data:", headers, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, Assert.Single(sandbox.Server.Log.Calls).Tokens);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await connection.ReadUntilAsync("word1 ");
        await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(20));
        Assert.Equal(1, Assert.Single(sandbox.Server.Log.Calls).Tokens);
        time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Contains("word2 ", await connection.ReadUntilAsync("[DONE]"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task AJsonBody_ComesAtTheTimeOfTheFirstToken()
    {
        var time = new ManualTimeProvider();
        await using var sandbox = await RunningSandbox.StartAsync(time);

        var answer = sandbox.AnswerToAsync(Asking("sandbox:ttft=500"));
        await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(500));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Contains("Hi there", await answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("silence=0", Stream, "\r\n\r\n", 0)]
    [InlineData("silence=2", Stream, "word2 ", 2)]
    [InlineData("silence=2", "", "\r\n\r\n", 0)]
    public async Task Silence_ComesAfterHeadersAndTokens_AndEndsWithTheCaller(string spec, string stream, string last, int tokens)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using (var connection = await sandbox.SendRawAsync(Asking("sandbox:tokens=5," + spec, stream)))
        {
            var read = await connection.ReadUntilAsync(last);
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", read, StringComparison.Ordinal);
            Assert.DoesNotContain($"word{tokens + 1}", read, StringComparison.Ordinal);
        }

        var call = Assert.Single(sandbox.Server.Log.Calls);
        await call.Ended;
        Assert.Equal((tokens, false), (call.Tokens, call.Completed));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("")]
    [InlineData(Stream)]
    public async Task SilenceOfHeaders_SendsNothing_AndEndsWithTheCaller(string stream)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var connection = await sandbox.SendRawAsync(Asking("sandbox:silence=headers", stream));
        // Another call is answered; had this one been answered, its bytes would be here.
        await Poll.UntilAsync(() => sandbox.Server.Log.Count > 0);
        await sandbox.AnswerToAsync(Asking("sandbox"));

        Assert.False(connection.HasBytes);
        connection.Dispose();

        var call = sandbox.Server.Log.Calls.First();
        await call.Ended;
        Assert.False(call.Completed);
    }

    [Fact(Timeout = 20_000)]
    public async Task AServerThatStops_EndsSilence()
    {
        var sandbox = await RunningSandbox.StartAsync();
        using var connection = await sandbox.SendRawAsync(Asking("sandbox:silence=0", Stream));
        await connection.ReadUntilAsync("\r\n\r\n");

        await sandbox.DisposeAsync();

        await sandbox.Server.Log.Calls.Single().Ended;
    }
}
