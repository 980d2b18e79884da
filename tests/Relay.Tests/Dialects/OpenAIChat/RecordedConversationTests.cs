using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIChat;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Recorded answers are read whole, and come back the same from the dialect's own writers.</summary>
public sealed class RecordedConversationTests
{
    [Theory]
    [InlineData("openai/chat/openai-text.chunks.txt")]
    [InlineData("openai/chat/azure-model-router.1.chunks.txt")]
    [InlineData("azure/azure-deepseek-reasoning.1.chunks.txt")]
    [InlineData("deepseek/chat/deepseek-text.chunks.txt")]
    [InlineData("deepseek/chat/deepseek-reasoning.chunks.txt")]
    [InlineData("deepseek/chat/deepseek-tool-call.chunks.txt")]
    [InlineData("xai/xai-text.chunks.txt")]
    [InlineData("xai/xai-tool-call.chunks.txt")]
    public void ARecordedAnswer_IsReadAndWritten_Streaming(string name)
    {
        var lines = File.ReadAllLines(Find(name)).Where(line => line.Length > 0).ToArray();
        var (sink, kinds) = ChatWire.ReadStream([.. lines, "[DONE]"]);

        AssertRead(sink, [.. lines.Select(line => JsonElement.Parse(line))], "delta");
        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        AssertComesBack(sink);
    }

    [Theory]
    [InlineData("openai/chat/openai-text.json")]
    [InlineData("azure/azure-deepseek-reasoning.1.json")]
    [InlineData("deepseek/chat/deepseek-tool-call.json")]
    [InlineData("groq/groq-text.json")]
    [InlineData("groq/groq-tool-call.json")]
    [InlineData("mistral/mistral-tool-call.json")]
    [InlineData("xai/xai-tool-call.json")]
    public void ARecordedAnswer_IsReadAndWritten_Json(string name)
    {
        var text = File.ReadAllText(Find(name));
        var (sink, kind) = ChatWire.ReadWhole(text);

        Assert.Equal(AnswerEventKind.Content, kind);
        AssertRead(sink, [JsonElement.Parse(text)], "message");
        AssertComesBack(sink);
    }

    private static void AssertRead(AnswerSink sink, JsonElement[] chunks, string member)
    {
        var messages = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty(member)).ToList();
        Assert.Equal(Concat(messages, "content"), Concat(sink, AnswerPartKind.Text));
        Assert.Equal(Concat(messages, "reasoning_content"), Concat(sink, AnswerPartKind.Reasoning));
        Assert.Equal(
            messages.SelectMany(Calls).Select(call => call.TryGetProperty("id", out var id) ? id.GetString() : null).OfType<string>().Distinct(),
            sink.Parts.Where(part => part.Head.Kind == AnswerPartKind.ToolCall).Select(part => part.Head.Id));
        Assert.Equal(
            string.Concat(messages.SelectMany(Calls).Select(call => call.GetProperty("function").GetProperty("arguments").GetString())),
            Concat(sink, AnswerPartKind.ToolCall));
        Assert.All(
            sink.Parts.Where(part => part.Head.Kind == AnswerPartKind.ToolCall),
            part => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(part.Text).ValueKind));
        Assert.NotEmpty(sink.Parts);

        var usage = chunks.Last(chunk => chunk.TryGetProperty("usage", out var said) && said.ValueKind == JsonValueKind.Object).GetProperty("usage");
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt64(), sink.Usage!.Value.Input);
        Assert.Equal(usage.GetProperty("total_tokens").GetInt64() - sink.Usage.Value.Input, sink.Usage.Value.Output);
        Assert.True(sink.HasEnded);
    }

    private static void AssertComesBack(AnswerSink sink)
    {
        var stream = new ChatStreamWriter("none", "none", 1, usageAsked: true);
        var json = new ChatJsonWriter("none", "none", 1);
        foreach (var writer in new IAnswerWriter[] { stream, json })
            sink.PlayInto(writer, 3);

        var (streamed, _) = ChatWire.ReadStream(ChatWire.Events(stream.Output.WrittenSpan));
        var (whole, _) = ChatWire.ReadWhole(Encoding.UTF8.GetString(json.Output.WrittenSpan));
        foreach (var again in new[] { streamed, whole })
        {
            Assert.Equal((sink.Shown, sink.Reason), (again.Shown, again.Reason));
            Assert.Equal(sink.Usage, again.Usage);
        }
    }

    private static string Concat(IEnumerable<JsonElement> messages, string member) => string.Concat(messages.Select(
        message => message.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : ""));

    private static string Concat(AnswerSink sink, AnswerPartKind kind) =>
        string.Concat(sink.Parts.Where(part => part.Head.Kind == kind).Select(part => part.Text));

    private static IEnumerable<JsonElement> Calls(JsonElement message) =>
        message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array ? calls.EnumerateArray() : [];

    private static string Find(string name)
    {
        var path = Fixtures.Find(name);
        Assert.SkipWhen(path is null, Fixtures.Absent);
        return path!;
    }
}
