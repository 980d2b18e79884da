using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What providers really sent is read whole, and said again the same.</summary>
public sealed class ResponsesFixtureTests
{
    public static TheoryData<string> Names()
    {
        var data = new TheoryData<string>();
        foreach (var (name, dialect) in Recordings.All())
        {
            if (dialect == Dialect.OpenAIResponses) data.Add(name);
        }

        if (data.Count == 0) data.Add("");
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARecordedAnswer_IsReadWhole_AndSaidAgain(string name)
    {
        Assert.SkipWhen(name.Length == 0, Fixtures.Absent);
        foreach (var answer in Recordings.Read(name))
        {
            var response = JsonElement.Parse(answer[^1]);
            if (Recordings.IsStream(name)) response = response.GetProperty("response");
            var sink = Read(name, answer);

            var events = answer.Select(data => JsonElement.Parse(data)).ToList();
            AssertSaid(response, events, sink);
            AssertTap(name, answer, sink);
            if (!Recordings.IsStream(name)) continue;
            Assert.Equal(sink.Shown, ResponsesWire.Read([.. answer[..^1], """{"type":"response.completed","response":{"id":"x"}}"""]).Sink.Shown);
            // Some were recorded with fewer pieces than there were.
            if (sink.TextOf(AnswerPartKind.Text) != TextOf(response)) continue;
            // Its last event alone is the answer too, under another seal, and so is the stream without its pieces.
            Assert.Equal(WithoutSeals(sink), WithoutSeals(ResponsesWire.Read(answer[^1]).Sink));
            Assert.Equal(sink.Shown, ResponsesWire.Read(answer.Where(data => !data.Contains(".delta\"", StringComparison.Ordinal))).Sink.Shown);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARecordedAnswer_SaidAgain_IsTheSame(string name)
    {
        Assert.SkipWhen(name.Length == 0, Fixtures.Absent);
        foreach (var answer in Recordings.Read(name))
        {
            var sink = Read(name, answer);
            var stream = new ResponsesStreamWriter("1", "none", 5);
            var whole = new ResponsesJsonWriter("1", "none", 5);
            Push(name, answer, stream);
            Push(name, answer, whole);
            var events = EventTexts.Of(stream.Output.WrittenMemory, 13);
            StreamGrammar.Check(Dialect.OpenAIResponses, events);

            AssertSame(sink, ResponsesWire.Read(events.Select(one => one.Data)).Sink);
            AssertSame(sink, ResponsesWire.ReadWhole(Encoding.UTF8.GetString(whole.Output.WrittenSpan)).Sink);
        }
    }

    private static AnswerSink Read(string name, List<string> answer)
    {
        var sink = new AnswerSink();
        Push(name, answer, sink);
        Assert.True(sink.HasEnded);
        return sink;
    }

    private static void Push(string name, List<string> answer, IAnswerSink sink)
    {
        var reader = new ResponsesAnswerReader("1", []);
        if (!Recordings.IsStream(name))
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(Encoding.UTF8.GetBytes(answer.Single()), sink));
            return;
        }

        foreach (var data in answer)
            Assert.True(reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink) is not (AnswerEventKind.Malformed or AnswerEventKind.Error));
    }

    private static IEnumerable<JsonElement> ContentsOf(JsonElement response) => response.GetProperty("output").EnumerateArray()
        .Where(item => Is(item, "message")).SelectMany(item => item.GetProperty("content").EnumerateArray());

    private static string TextOf(JsonElement response) =>
        string.Concat(ContentsOf(response).Select(content => content.GetProperty("text").GetString()));

    private static string WithoutSeals(AnswerSink sink) => string.Join('\n', sink.Parts.Select(part => $"{part.Head.Kind} {part.Head.Id} {part.Text}"));

    private static void AssertSaid(JsonElement response, List<JsonElement> events, AnswerSink sink)
    {
        // Where items came one by one, those are what counts.
        var items = events.Where(one => IsEvent(one, "response.output_item.done")).Select(one => one.GetProperty("item")).ToList();
        if (items.Count == 0) items = [.. response.GetProperty("output").EnumerateArray()];
        var contents = ContentsOf(response).ToList();
        var pieces = string.Concat(events.Where(one => IsEvent(one, "response.output_text.delta")).Select(one => one.GetProperty("delta").GetString()));
        var calls = sink.Parts.Where(part => part.Head.Kind == AnswerPartKind.ToolCall).ToList();

        Assert.Equal(pieces.Length > 0 ? pieces : TextOf(response), sink.TextOf(AnswerPartKind.Text));
        Assert.Equal(
            contents.Sum(content => content.GetProperty("annotations").GetArrayLength()), sink.Parts.Sum(part => part.Citations.Count));
        Assert.Equal(
            string.Join("\n\n", items.Where(item => Is(item, "reasoning")).SelectMany(item => item.GetProperty("summary").EnumerateArray())
                .Select(part => part.GetProperty("text").GetString())),
            string.Join("\n\n", sink.Parts.Where(part => part.Head.Kind == AnswerPartKind.Reasoning && part.Text.Length > 0).Select(part => part.Text)));
        Assert.Equal(
            items.Where(item => Is(item, "reasoning") && item.TryGetProperty("encrypted_content", out _)).Select(item => item.GetProperty("encrypted_content").GetString()),
            sink.Parts.Where(part => part.Signature is not null).Select(part => part.Signature!.Value));
        Assert.Equal(
            items.Where(item => Is(item, "function_call")).Select(item => $"{item.GetProperty("call_id")} {item.GetProperty("name")} {item.GetProperty("arguments")}"),
            calls.Select(part => $"{part.Head.Id} {part.Head.Name} {part.Text}"));
        Assert.All(calls, part => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(part.Text).ValueKind));
        Assert.Equal(calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop, sink.Reason);
    }

    private static void AssertTap(string name, List<string> answer, AnswerSink sink)
    {
        var tap = new ResponsesAnswer();
        if (Recordings.IsStream(name))
        {
            var kinds = answer.Select(data => tap.ReadEvent(Encoding.UTF8.GetBytes(data))).ToList();
            Assert.Equal((AnswerEventKind.Preamble, AnswerEventKind.Done, true), (kinds[0], kinds[^1], tap.IsWholeAtEnd));
            Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        }
        else
        {
            Assert.Equal(AnswerEventKind.Content, tap.Read(Encoding.UTF8.GetBytes(answer.Single())));
        }

        Assert.Equal((sink.Usage, sink.Model, null), (tap.Usage, tap.Model, tap.ErrorCode));
        Assert.True(tap.ContentBytes >= Encoding.UTF8.GetByteCount(sink.TextOf(AnswerPartKind.Text)));
        Assert.True(tap.Usage is { Input: not null, Output: not null } && tap.Model is { Length: > 0 } && tap.FinishReason == "completed");
    }

    private static void AssertSame(AnswerSink said, AnswerSink heard)
    {
        Assert.Equal(said.Parts.Select(WithPlaces), heard.Parts.Select(part => part.ToString()));
        Assert.Equal((said.Model, said.Reason, true), (heard.Model, heard.Reason, heard.HasEnded));
        Assert.Equal((said.Usage?.Input, said.Usage?.Output, said.Usage?.CachedInput ?? 0, said.Usage?.Reasoning ?? 0),
            (heard.Usage?.Input, heard.Usage?.Output, heard.Usage?.CachedInput, heard.Usage?.Reasoning));
    }

    // Addresses have a place always, and files that the provider holds have none; what is neither is not said.
    private static string WithPlaces(SinkPart part)
    {
        var said = new SinkPart(part.Head) { Text = part.Text, Signature = part.Signature };
        said.Citations.AddRange(part.Citations.Where(ResponsesCitation.CanSay).Select(citation => citation.Url is null
            ? citation with { Start = null, End = null }
            : citation with { Start = citation.Start ?? 0, End = citation.End ?? part.Text.Length }));
        return said.ToString();
    }

    private static bool IsEvent(JsonElement one, string type) => one.TryGetProperty("type", out var said) && said.GetString() == type;

    private static bool Is(JsonElement item, string type) => item.GetProperty("type").GetString() == type;
}
