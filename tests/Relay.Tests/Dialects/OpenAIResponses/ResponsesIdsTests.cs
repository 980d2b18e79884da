using System.Text;
using Relay.Dialects.OpenAIResponses;
using Relay.Dialects.Sse;

namespace Relay.Tests.Dialects.OpenAIResponses;

public sealed class ResponsesIdsTests
{
    private readonly ResponsesIds _ids = new(id => id == "stays" ? null : $"own-{id}");

    [Theory]
    [InlineData("data: {\"response\":{\"id\":\"a\"}}\n\n", "data: {\"response\":{\"id\":\"own-a\"}}\n\n")]
    [InlineData("event: e\r\ndata:{ \"response\" : { \"x\":{\"id\":\"a\"}, \"id\" :\"a\" } } \r\nid: 7\r\n\r\n", "event: e\r\ndata:{ \"response\" : { \"x\":{\"id\":\"a\"}, \"id\" :\"own-a\" } } \r\nid: 7\r\n\r\n")]
    [InlineData("data: {\"response\":{\"id\":\"a\",\"previous_response_id\":\"b\",\"conversation\":{\"id\":\"c\"}}}\n\n", "data: {\"response\":{\"id\":\"own-a\",\"previous_response_id\":\"own-b\",\"conversation\":{\"id\":\"own-c\"}}}\n\n")]
    [InlineData("event: e\ndata: {\"response\":\ndata: {\"id\":\"a\",\"text\":\"b\\nc\"}}\n\n", "event: e\ndata: {\"response\": {\"id\":\"own-a\",\"text\":\"b\\nc\"}}\n\n")]
    [InlineData("data: {\"response\":{\"id\":\"a\\u0022\\\\\"}}\n\n", "data: {\"response\":{\"id\":\"own-a\\u0022\\\\\"}}\n\n")]
    public void AnEvent_IsOtherwiseAsItCame(string raw, string expected)
    {
        Assert.True(_ids.TrySpliceEvent(Take(raw), out var spliced));
        Assert.Equal(expected, Encoding.UTF8.GetString(spliced.Span));
    }

    [Theory]
    [InlineData("data: {\"id\":\"a\",\"delta\":\"\\\"response\\\"\"}\n\n")]
    [InlineData("data: {\"response\":null}\n\n")]
    [InlineData("data: {\"response\":{\"id\":7,\"previous_response_id\":null,\"conversation\":null}}\n\n")]
    [InlineData("data: {\"response\":{\"id\":\"stays\"}}\n\n")]
    [InlineData(": a comment\n\n")]
    public void AnEventWithoutAnId_IsLeftAlone(string raw)
    {
        var taken = Take(raw);
        Assert.False(_ids.TrySpliceEvent(taken, out var spliced));
        Assert.Equal(taken.Raw, spliced);
    }

    [Theory]
    [InlineData(""" { "id":"a", "output":[{"id":"b"}],"metadata":{"id":"c"}} """, """ { "id":"own-a", "output":[{"id":"b"}],"metadata":{"id":"c"}} """)]
    [InlineData("""{"object":"list","data":[{"id":"a"}]}""", """{"object":"list","data":[{"id":"a"}]}""")]
    public void AWholeAnswer_IsOtherwiseAsItCame(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(_ids.SpliceWhole(Encoding.UTF8.GetBytes(json)).Span));

    [Fact]
    public void OneAfterTheOther_TheyDoNotMix()
    {
        Assert.Equal("""{"id":"own-a"}""", Encoding.UTF8.GetString(_ids.SpliceWhole("""{"id":"a"}"""u8.ToArray()).Span));
        Assert.Equal("""{"response":{"id":"own-b"}}""", Encoding.UTF8.GetString(_ids.SpliceData("""{"response":{"id":"b"}}"""u8.ToArray()).Span));
        Assert.Equal("{}", Encoding.UTF8.GetString(_ids.SpliceData("{}"u8.ToArray()).Span));
    }

    // Kept alive by the test: what is taken lies in the reader's buffer.
    private static SseEvent Take(string raw)
    {
        var events = new SseReader();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(raw));
        Assert.True(events.ReadAsync(stream, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult());
        Assert.True(events.TryTake(out var taken));
        return taken;
    }
}
