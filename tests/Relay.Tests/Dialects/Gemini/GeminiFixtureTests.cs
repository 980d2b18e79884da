using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What Gemini really sent is read whole, and said again the same.</summary>
public sealed class GeminiFixtureTests
{
    [Theory]
    [InlineData("google-text", FinishReason.Stop, 0, true)]
    [InlineData("google-reasoning", FinishReason.Stop, 0, true)]
    [InlineData("google-reasoning-gemini3", FinishReason.Stop, 0, true)]
    [InlineData("google-tool-call", FinishReason.ToolCalls, 1, false)]
    [InlineData("google-tool-call-gemini3", FinishReason.ToolCalls, 1, false)]
    [InlineData("google-stream-tool-call-arguments", FinishReason.ToolCalls, 2, false)]
    [InlineData("google-stream-tool-call-array-arguments-missing-terminal-function-call", FinishReason.ToolCalls, 1, false)]
    [InlineData("google-vertex-stream-tool-call-arguments-nested.1", FinishReason.ToolCalls, 1, false)]
    internal void ARecordedStream_IsReadWhole(string name, FinishReason reason, int calls, bool hasText)
    {
        var lines = File.ReadAllLines(Find($"google/{name}.chunks.txt")).Where(line => line.Length > 0).ToArray();
        var sink = GeminiReads.Stream(lines);

        Assert.Equal((reason, true), (sink.Reason!.Value, sink.HasEnded));
        Assert.Equal(hasText, sink.Text.Length > 0);
        Assert.Equal(TextOf(lines.Select(line => JsonElement.Parse(line))), sink.Text);
        AssertCalls(sink, calls);
        AssertUsage(JsonElement.Parse(lines[^1]), sink);
        AssertSame(sink);
        AssertTap(lines, sink);
    }

    [Theory]
    [InlineData("google-reasoning", 0)]
    [InlineData("google-reasoning-gemini3", 0)]
    [InlineData("google-tool-call", 1)]
    [InlineData("google-tool-call-gemini3", 1)]
    public void ARecordedAnswer_IsReadWhole(string name, int calls)
    {
        var json = File.ReadAllText(Find($"google/{name}.json"));
        var sink = GeminiReads.Whole(json);

        Assert.Equal((calls > 0 ? FinishReason.ToolCalls : FinishReason.Stop, true), (sink.Reason!.Value, sink.HasEnded));
        Assert.Equal(TextOf([JsonElement.Parse(json)]), sink.Text);
        AssertCalls(sink, calls);
        AssertUsage(JsonElement.Parse(json), sink);
        AssertSame(sink);
        AssertTap(json, sink);
    }

    [Fact]
    public void NestedArguments_AreWhole()
    {
        var lines = File.ReadAllLines(Find("google/google-vertex-stream-tool-call-arguments-nested.1.chunks.txt"));
        var recipe = JsonElement.Parse(Assert.Single(GeminiReads.Stream(lines).Parts).Text).GetProperty("recipe");
        Assert.Equal(10, recipe.GetProperty("ingredients").GetArrayLength());
        Assert.Equal(10, recipe.GetProperty("steps").GetArrayLength());
        Assert.Equal("In a 9x13 baking dish, spread a thin layer of meat sauce.", recipe.GetProperty("steps")[4].GetString());
        Assert.Equal("Lasagna", recipe.GetProperty("name").GetString());
    }

    private static string TextOf(IEnumerable<JsonElement> chunks) => string.Concat(
        from chunk in chunks
        from candidate in chunk.GetProperty("candidates").EnumerateArray()
        where candidate.TryGetProperty("content", out var content) && content.TryGetProperty("parts", out _)
        from part in candidate.GetProperty("content").GetProperty("parts").EnumerateArray()
        where part.TryGetProperty("text", out _) && !part.TryGetProperty("thought", out _)
        select part.GetProperty("text").GetString());

    private static void AssertCalls(AnswerSink sink, int count)
    {
        var calls = sink.Parts.FindAll(part => part.Head.Kind == AnswerPartKind.ToolCall);
        Assert.Equal(count, calls.Count);
        Assert.Equal(count, calls.Select(call => call.Head.Id).Distinct().Count());
        Assert.All(calls, call => Assert.NotEmpty(JsonElement.Parse(call.Text).EnumerateObject()));
    }

    private static void AssertUsage(JsonElement last, AnswerSink sink)
    {
        var usage = last.GetProperty("usageMetadata");
        Assert.Equal(usage.GetProperty("promptTokenCount").GetInt64(), sink.Usage!.Value.Input);
        Assert.Equal(usage.GetProperty("totalTokenCount").GetInt64(), sink.Usage.Value.Input + sink.Usage.Value.Output);
        Assert.Equal(last.GetProperty("modelVersion").GetString(), sink.Model);
    }

    private static void AssertSame(AnswerSink sink)
    {
        var stream = new GeminiStreamWriter("r", "m");
        sink.PlayInto(stream);
        Assert.Equal(OneLine(sink), OneLine(GeminiReads.Bytes(stream.Output.WrittenMemory, 7)));
        var json = new GeminiJsonWriter("r", "m");
        sink.PlayInto(json);
        Assert.Equal(OneLine(sink), OneLine(GeminiReads.Whole(Encoding.UTF8.GetString(json.Output.WrittenSpan))));
    }

    // Arguments of a document that is laid out on lines are on one afterwards.
    private static string OneLine(AnswerSink sink) => sink.Whole(Dialect.Gemini).ReplaceLineEndings(" ");

    private static void AssertTap(IEnumerable<string> chunks, AnswerSink sink)
    {
        var tap = new GeminiAnswer();
        Assert.All(chunks, chunk => Assert.True(
            tap.ReadEvent(Encoding.UTF8.GetBytes(chunk)) is AnswerEventKind.Content or AnswerEventKind.Preamble or AnswerEventKind.Usage));
        AssertTap(tap, sink);
    }

    private static void AssertTap(string json, AnswerSink sink)
    {
        var tap = new GeminiAnswer();
        Assert.Equal(AnswerEventKind.Content, tap.Read(Encoding.UTF8.GetBytes(json)));
        AssertTap(tap, sink);
    }

    private static void AssertTap(GeminiAnswer tap, AnswerSink sink)
    {
        Assert.Equal((sink.Model, sink.Usage, "STOP"), (tap.Model, tap.Usage, tap.FinishReason));
        Assert.True(tap.ContentBytes >= sink.Parts.Sum(part => part.Text.Length));
    }

    private static string Find(string name)
    {
        var path = Fixtures.Find(name);
        Assert.SkipWhen(path is null, Fixtures.Absent);
        return path!;
    }
}
