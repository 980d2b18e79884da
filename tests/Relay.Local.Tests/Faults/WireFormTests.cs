namespace Relay.Local.Tests.Faults;

/// <summary>Forms that are unusual but right: they come through, and are accounted for.</summary>
public sealed class WireFormTests
{
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAnswerInSingleBytes_HasTheBytesOfAnAnswerInOnePiece(bool stream)
    {
        await using var relay = await FaultRelay.StartAsync();

        var whole = await relay.CallAsync("sandbox:tokens=5,split=100000", stream);
        var split = await relay.CallAsync("sandbox:tokens=5,split=1", stream);

        IsComplete(whole, stream);
        IsComplete(split, stream);
        // The sandbox numbers its answers, and repeats the model's name.
        Assert.Equal(
            whole.Body.Replace("split=100000", "split=1", StringComparison.Ordinal).Replace("chatcmpl-1\"", "chatcmpl-2\"", StringComparison.Ordinal),
            split.Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task LinesThatEndInCrLf_ComeThroughAsTheyAre()
    {
        await using var relay = await FaultRelay.StartAsync();
        var answer = await relay.CallAsync("sandbox:tokens=5,crlf", stream: true);
        IsComplete(answer, stream: true);
        Assert.EndsWith("data: [DONE]\r\n\r\n", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", answer.Body.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task DataWithoutItsSpace_ComesThroughAsItIs()
    {
        await using var relay = await FaultRelay.StartAsync();
        var answer = await relay.CallAsync("sandbox:tokens=5,nospace", stream: true);
        IsComplete(answer, stream: true);
        Assert.DoesNotContain("data: ", answer.Body, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAnswerWithoutUsage_IsEstimated(bool stream)
    {
        const string model = "sandbox:tokens=5,nousage";
        await using var relay = await FaultRelay.StartAsync();
        var answer = await relay.CallAsync(model, stream);
        Assert.Equal(("completed", "word1 word2 word3 word4 word5 "), (answer.Outcome, answer.Text));
        // 30 bytes of text, at four bytes a token.
        Assert.Equal((true, (FaultRelay.Body(model, stream).Length + 3) / 4, 8), answer.Usage);
    }

    [Fact(Timeout = 60_000)]
    public async Task JsonWhereJsonWasAskedFor_IsNoFault()
    {
        await using var relay = await FaultRelay.StartAsync();
        IsComplete(await relay.CallAsync("sandbox:tokens=5,json", stream: false), stream: false);
    }

    private static void IsComplete(FaultAnswer answer, bool stream)
    {
        Assert.Equal((200, true, stream, "word1 word2 word3 word4 word5 "), (answer.Status, answer.Ended, answer.Done, answer.Text));
        Assert.Equal(("completed", null), (answer.Outcome, answer.RecordedCode));
        Assert.Equal((false, 2, 5), answer.Usage);
        Assert.Equal(12_000, answer.Cost);
    }
}
