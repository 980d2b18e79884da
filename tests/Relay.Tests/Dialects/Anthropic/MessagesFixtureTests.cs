using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What Anthropic really sent is read whole, and said again the same.</summary>
public sealed class MessagesFixtureTests
{
    [Theory]
    [InlineData("anthropic-clear-thinking.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-code-execution-20250825.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-code-execution-20250825.pptx-skill", FinishReason.Stop, 0)]
    [InlineData("anthropic-code-execution-20260120-prompt-cache.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-code-execution-file-upload.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-combined-context-editing.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-compaction.1", FinishReason.Stop, 0)]
    [InlineData("anthropic-json-other-tool.1", FinishReason.ToolCalls, 1)]
    [InlineData("anthropic-refusal", FinishReason.Refusal, 0)]
    [InlineData("anthropic-text", FinishReason.Stop, 0)]
    [InlineData("anthropic-tool-no-args", FinishReason.ToolCalls, 1)]
    [InlineData("anthropic-web-fetch-tool.1", FinishReason.Stop, 0)]
    [InlineData("duplicate-message-start", FinishReason.Stop, 0)]
    internal void ARecordedStream_IsReadWhole(string name, FinishReason reason, int calls)
    {
        var lines = File.ReadAllLines(Find($"{name}.chunks.txt")).Where(line => line.Length > 0).ToArray();
        var sink = MessagesReads.Stream(lines);

        var events = lines.Select(line => JsonElement.Parse(line)).ToArray();
        Assert.Equal((reason, true), (sink.Reason!.Value, sink.HasEnded));
        Assert.Equal(DeltasOf(events, "text_delta", "text"), sink.TextOf(AnswerPartKind.Text));
        Assert.Equal(DeltasOf(events, "thinking_delta", "thinking"), sink.TextOf(AnswerPartKind.Reasoning));
        Assert.Equal(DeltasOf(events, "signature_delta", "signature"), string.Concat(sink.Parts.Select(part => part.Signature?.Value)));
        AssertCalls(sink, calls);
        AssertUsage(events.Last(one => one.GetProperty("type").GetString() == "message_delta").GetProperty("usage"), sink);
        Assert.Equal(events[0].GetProperty("message").GetProperty("model").GetString(), sink.Model);
        AssertSame(sink);
        AssertTap(lines, sink);
    }

    // Several answers of one loop of tools, one behind the other.
    [Theory]
    [InlineData("anthropic-programmatic-tool-calling.1", 14)]
    [InlineData("anthropic-tool-search-deferred-regex", 2)]
    [InlineData("anthropic-tool-search-regex.1", 1)]
    public void RecordedStreams_OfALoop_AreReadWhole(string name, int calls)
    {
        var streams = new List<List<string>> { new() };
        foreach (var line in File.ReadAllLines(Find($"{name}.chunks.txt")).Where(line => line.Length > 0))
        {
            streams[^1].Add(line);
            if (line == MessagesReads.Stop) streams.Add([]);
        }

        Assert.Empty(streams[^1]);
        var sinks = streams.SkipLast(1).Select(stream => MessagesReads.Stream([.. stream])).ToList();
        Assert.True(sinks.Count > 1);
        Assert.All(sinks, sink => Assert.True(sink.HasEnded));
        Assert.Equal(
            DeltasOf(streams.SelectMany(stream => stream).Select(line => JsonElement.Parse(line)), "text_delta", "text"),
            string.Concat(sinks.Select(sink => sink.TextOf(AnswerPartKind.Text))));
        var all = sinks.SelectMany(sink => sink.Parts).Where(part => part.Head.Kind == AnswerPartKind.ToolCall).ToList();
        Assert.Equal(calls, all.Count);
        Assert.All(all, part => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(part.Text).ValueKind));
        Assert.All(sinks, AssertSame);
    }

    [Theory]
    [InlineData("anthropic-advisor-20260301.1", 0)]
    [InlineData("anthropic-code-execution-20250825.1", 0)]
    [InlineData("anthropic-code-execution-20250825.2", 0)]
    [InlineData("anthropic-code-execution-20250825.pptx-skill", 0)]
    [InlineData("anthropic-combined-context-editing.1", 0)]
    [InlineData("anthropic-compaction.1", 0)]
    [InlineData("anthropic-json-other-tool.1", 1)]
    [InlineData("anthropic-text", 0)]
    [InlineData("anthropic-tool-search-deferred-regex.2", 1)]
    [InlineData("anthropic-web-fetch-tool-20260209.1", 0)]
    [InlineData("anthropic-web-fetch-tool.1", 0)]
    [InlineData("anthropic-web-fetch-tool.2", 0)]
    [InlineData("anthropic-web-search-tool.1", 0)]
    public void ARecordedAnswer_IsReadWhole(string name, int calls)
    {
        var json = File.ReadAllText(Find($"{name}.json"));
        var sink = MessagesReads.Whole(json);

        var answer = JsonElement.Parse(json);
        Assert.Equal((calls > 0 ? FinishReason.ToolCalls : FinishReason.Stop, true), (sink.Reason!.Value, sink.HasEnded));
        var texts = answer.GetProperty("content").EnumerateArray().Where(block => block.GetProperty("type").GetString() == "text").ToArray();
        Assert.Equal(texts.Select(block => block.GetProperty("text").GetString()), sink.Parts.Where(part => part.Head.Kind == AnswerPartKind.Text).Select(part => part.Text));
        Assert.Equal(
            texts.Sum(block => block.TryGetProperty("citations", out var all) && all.ValueKind == JsonValueKind.Array ? all.GetArrayLength() : 0),
            sink.Parts.Sum(part => part.Citations.Count));
        AssertCalls(sink, calls);
        AssertUsage(answer.GetProperty("usage"), sink);
        AssertSame(sink);
        var tap = new MessagesAnswer();
        Assert.Equal(AnswerEventKind.Content, tap.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((sink.Model, sink.Usage), (tap.Model, tap.Usage));
    }

    private static string DeltasOf(IEnumerable<JsonElement> events, string type, string member) => string.Concat(
        from one in events
        where one.GetProperty("type").GetString() == "content_block_delta"
        let delta = one.GetProperty("delta")
        where delta.GetProperty("type").GetString() == type
        select delta.GetProperty(member).GetString());

    private static void AssertCalls(AnswerSink sink, int count)
    {
        var calls = sink.Parts.FindAll(part => part.Head.Kind == AnswerPartKind.ToolCall);
        Assert.Equal(count, calls.Count);
        Assert.All(calls, call =>
        {
            Assert.StartsWith("toolu_", call.Head.Id);
            Assert.NotEmpty(call.Head.Name);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(call.Text).ValueKind);
        });
    }

    private static void AssertUsage(JsonElement usage, AnswerSink sink)
    {
        long CountOf(string name) => usage.TryGetProperty(name, out var count) ? count.GetInt64() : 0;
        if (usage.TryGetProperty("input_tokens", out _))
            Assert.Equal(CountOf("input_tokens") + CountOf("cache_read_input_tokens") + CountOf("cache_creation_input_tokens"), sink.Usage!.Value.Input);
        Assert.Equal(CountOf("output_tokens"), sink.Usage!.Value.Output);
        Assert.True(sink.Usage.Value.Input > 0);
    }

    private static void AssertSame(AnswerSink sink)
    {
        var stream = new MessagesStreamWriter("r", "m");
        sink.PlayInto(stream);
        Assert.Equal(Said(sink), Said(MessagesReads.Bytes(stream.Output.WrittenMemory, 7)));
        var json = new MessagesJsonWriter("r", "m");
        sink.PlayInto(json);
        Assert.Equal(Said(sink), Said(MessagesReads.Whole(Encoding.UTF8.GetString(json.Output.WrittenSpan))));
    }

    // The dialect has no refusals but in text, a reason where the provider gave none, and arguments on one line.
    private static string Said(AnswerSink sink) => sink.Whole(Dialect.Anthropic).ReplaceLineEndings(" ")
        .Replace("refusal <", "text <", StringComparison.Ordinal).Replace(" Other ", " Stop ", StringComparison.Ordinal);

    private static void AssertTap(IEnumerable<string> lines, AnswerSink sink)
    {
        var tap = new MessagesAnswer();
        foreach (var line in lines)
            Assert.True(tap.ReadEvent(Encoding.UTF8.GetBytes(line)) is not (AnswerEventKind.Malformed or AnswerEventKind.Error));
        Assert.Equal((sink.Model, sink.Usage), (tap.Model, tap.Usage));
        Assert.True(tap.ContentBytes >= sink.TextOf(AnswerPartKind.Text).Length);
    }

    private static string Find(string name)
    {
        var path = Fixtures.Find($"anthropic/{name}");
        Assert.SkipWhen(path is null, Fixtures.Absent);
        return path!;
    }
}
