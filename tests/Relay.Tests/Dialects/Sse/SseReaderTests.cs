using System.Buffers;
using System.Text;
using Relay.Dialects.Sse;

namespace Relay.Tests.Dialects.Sse;

/// <summary>Streams as they come, and the events that are taken out of them.</summary>
public sealed class SseReaderTests
{
    [Fact]
    public async Task EachEvent_HasItsBytes_AndItsData() => Assert.Equal(
        [
            ("data: {\"a\":1}\n\n", "{\"a\":1}"),
            (": keep-alive\r\n\r\n", ""),
            ("event: x\r\ndata:one\r\nid: 7\r\ndata: two\r\n\r\n", "one\ntwo"),
            ("data\n\n", ""),
            ("data: Grüße 😀\r\r", "Grüße 😀"),
            ("data: [DONE]\n\n", "[DONE]"),
        ],
        await EventTexts.ReadAsync(
            "data: {\"a\":1}\n\n: keep-alive\r\n\r\nevent: x\r\ndata:one\r\nid: 7\r\ndata: two\r\n\r\n"
            + "data\n\ndata: Grüße 😀\r\rdata: [DONE]\n\n",
            3));

    [Theory]
    [InlineData("data: half")]
    [InlineData("data: half\n")]
    [InlineData("data: half\r\n")]
    public async Task AnEventWithoutItsBlankLine_IsNotTaken(string last) =>
        Assert.Equal(["whole"], (await EventTexts.ReadAsync("data: whole\n\n" + last, 4)).Select(one => one.Data));

    [Fact]
    public async Task AnEventLargerThanTheFirstBuffer_IsTakenWhole()
    {
        var large = new string('x', 3 * 1024 * 1024);

        var taken = await EventTexts.ReadAsync($"data: a\n\ndata: {large}\n\ndata: {large}\ndata: b\n\ndata: c\n\n", 60_000);

        Assert.Equal(["a", large, large + "\nb", "c"], taken.Select(one => one.Data));
    }

    [Fact]
    public async Task AnEventPastTheLimit_EndsTheReading_ThoughItComesInLines()
    {
        var line = "data: " + new string('x', 1018) + "\n";
        var stream = string.Concat(Enumerable.Repeat(line, (SseReader.MaxEventSize / line.Length) + 1));

        await Assert.ThrowsAsync<InvalidDataException>(() => EventTexts.ReadAsync(stream, 1024 * 1024));
    }

    [Fact]
    public async Task ManySmallEvents_PastTheLimitTogether_AreAllTaken()
    {
        var one = $"data: {new string('x', 1000)}\n\n";
        var count = (SseReader.MaxEventSize / one.Length) + 100;

        var taken = await EventTexts.ReadAsync(string.Concat(Enumerable.Repeat(one, count)), 50_001);

        Assert.Equal(count, taken.Count);
    }

    [Fact]
    public async Task WhatIsTaken_StaysAsItIs_UntilTheNextRead()
    {
        using var reader = new SseReader();
        using var stream = new ChunkedStream("data: one\n\ndata: two\n\n"u8.ToArray(), [100]);
        await reader.ReadAsync(stream, CancellationToken.None);

        Assert.True(reader.TryTake(out var one));
        Assert.True(reader.TryTake(out var two));
        Assert.False(reader.TryTake(out _));

        Assert.Equal("onetwo", Encoding.UTF8.GetString(one.Data.Span) + Encoding.UTF8.GetString(two.Data.Span));
        Assert.False(reader.HasPartialEvent);
    }

    [Fact]
    public async Task WhatWasRead_IsNotLeftInTheSharedBuffers()
    {
        using (var stream = new ChunkedStream("data: an answer\n\ndata: b\n\n"u8.ToArray(), [17, 9]))
        using (var reader = new SseReader())
        {
            while (await reader.ReadAsync(stream, CancellationToken.None)) Assert.True(reader.TryTake(out _));
        }

        // The pool gives a thread the array back that it gave last.
        var next = ArrayPool<byte>.Shared.Rent(16 * 1024);
        Assert.Equal(-1, next.AsSpan().IndexOf("answer"u8));
        ArrayPool<byte>.Shared.Return(next);
    }

    [Fact(Timeout = 20_000)]
    public async Task ALongLineInTinyPieces_IsNotLookedThroughAgainForEachOfThem()
    {
        var large = new string('x', 8 * 1024 * 1024);

        var taken = await EventTexts.ReadAsync($"data: {large}\n\n", 16);

        Assert.Equal(large, Assert.Single(taken).Data);
    }

    [Fact]
    public async Task AFailureOfTheStream_IsTheReadersToo()
    {
        using var reader = new SseReader();
        using var stream = new ChunkedStream("data: on"u8.ToArray(), [100], new IOException("gone"));
        await reader.ReadAsync(stream, CancellationToken.None);

        await Assert.ThrowsAsync<IOException>(async () => await reader.ReadAsync(stream, CancellationToken.None));
        Assert.True(reader.HasPartialEvent);
    }
}
