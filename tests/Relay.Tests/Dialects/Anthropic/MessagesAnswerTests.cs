using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Anthropic;

namespace Relay.Tests.Dialects.Anthropic;

public sealed class MessagesAnswerTests
{
    private readonly MessagesAnswer _answer = new();

    [Theory]
    [InlineData("""{"type":"message_start","message":{"type":"message","model":"m","content":[],"usage":{"input_tokens":1}}}""", "Preamble")]
    [InlineData("""{"message":{"type":"message","content":[]},"type":"message_start"}""", "Preamble")]
    [InlineData("""{"type":"ping"}""", "Preamble")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""", "Preamble")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""", "Preamble")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}""", "Content")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"x"}}""", "Content")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""", "Content")]
    [InlineData("""{"type":"content_block_stop","index":0}""", "Preamble")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}""", "Preamble")]
    [InlineData("""{"type":"message_stop"}""", "Done")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", "Error")]
    [InlineData("""{"type":"something_new","delta":7,"message":[],"usage":"x","content":null}""", "Preamble")]
    [InlineData("{}", "Preamble")]
    [InlineData("", "Preamble")]
    [InlineData("[]", "Malformed")]
    [InlineData("{\"type\":", "Malformed")]
    [InlineData("{\"type\":\"ping\"}{}", "Malformed")]
    [InlineData("{\"\\ud800\":1}", "Malformed")]
    public void AnEvent_IsWhatItSays(string data, string kind) =>
        Assert.Equal(kind, _answer.ReadEvent(Encoding.UTF8.GetBytes(data)).ToString());

    [Fact]
    public void AReasonToStop_IsContentBehindSome_AndMakesAnAnswerOfAnEndBehindNothing()
    {
        const string Stop = """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""";
        IAnswerTap empty = new MessagesAnswer();
        Read("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""");

        Assert.False(empty.IsAnswered);
        Assert.Equal((AnswerEventKind.Preamble, AnswerEventKind.Content), (empty.ReadEvent(Encoding.UTF8.GetBytes(Stop)), _answer.ReadEvent(Encoding.UTF8.GetBytes(Stop))));
        Assert.True(empty.IsAnswered);
    }

    [Fact]
    public void UsageAcrossEvents_IsGathered_AndTheTotalHoldsWhatWasCached()
    {
        Read("""{"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":150,"ephemeral_1h_input_tokens":50},"output_tokens":1}}}""");
        Read("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":12,"output_tokens":40}}""");

        Assert.Equal(("claude-x", "tool_use"), (_answer.Model, _answer.FinishReason));
        Assert.Equal(
            (3212L, 3000L, 200L, 50L, 40L),
            (_answer.Usage?.Input, _answer.Usage?.CachedInput, _answer.Usage?.CacheWriteInput, _answer.Usage?.CacheWrite1hInput, _answer.Usage?.Output));
    }

    [Fact]
    public void WithoutUsage_ThereIsNone_AndContentIsCounted()
    {
        Read("""{"type":"content_block_delta","delta":{"type":"text_delta","text":"abcd"}}""");
        Read("""{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{}"}}""");
        Read("""{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"not made of tokens"}}""");

        Assert.Null(_answer.Usage);
        Assert.Equal(6, _answer.ContentBytes);
    }

    [Fact]
    public void AnError_HasItsType()
    {
        Read("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""");

        Assert.Equal("overloaded_error", _answer.ErrorCode);
    }

    [Theory]
    [InlineData("anthropic-text")]
    [InlineData("anthropic-clear-thinking.1")]
    [InlineData("anthropic-code-execution-20250825.1")]
    [InlineData("anthropic-compaction.1")]
    [InlineData("anthropic-json-other-tool.1")]
    [InlineData("anthropic-programmatic-tool-calling.1")]
    [InlineData("anthropic-refusal")]
    [InlineData("anthropic-tool-no-args")]
    [InlineData("anthropic-tool-search-regex.1")]
    [InlineData("anthropic-web-fetch-tool.1")]
    [InlineData("duplicate-message-start")]
    public void ARecordedStream_IsRead(string name)
    {
        Assert.SkipUnless(Fixtures.Find($"anthropic/{name}.chunks.txt") is not null, Fixtures.Absent);
        JsonElement last = default;
        var kinds = new List<AnswerEventKind>();
        foreach (var line in File.ReadLines(Fixtures.Find($"anthropic/{name}.chunks.txt")!).Where(line => line.Length > 0))
        {
            kinds.Add(_answer.ReadEvent(Encoding.UTF8.GetBytes(line)));
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("type").GetString() == "message_delta") last = json.RootElement.Clone();
        }

        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        Assert.DoesNotContain(AnswerEventKind.Error, kinds);
        // A refusal may be no more than the reason why it ended.
        Assert.True(kinds.Contains(AnswerEventKind.Content) || ((IAnswerTap)_answer).IsAnswered);
        Assert.Equal(last.GetProperty("delta").GetProperty("stop_reason").GetString(), _answer.FinishReason);
        Assert.Equal(last.GetProperty("usage").GetProperty("output_tokens").GetInt64(), _answer.Usage?.Output);
        Assert.NotNull(_answer.Model);
    }

    [Theory]
    [InlineData("anthropic-text")]
    [InlineData("anthropic-clear-thinking.1")]
    [InlineData("anthropic-code-execution-20250825.1")]
    [InlineData("anthropic-compaction.1")]
    [InlineData("anthropic-web-fetch-tool.1")]
    [InlineData("anthropic-web-search-tool.1")]
    public void ARecordedAnswer_IsRead(string name)
    {
        var path = Fixtures.Find($"anthropic/{name}.json");
        Assert.SkipUnless(path is not null, Fixtures.Absent);
        var bytes = File.ReadAllBytes(path!);
        using var json = JsonDocument.Parse(bytes);

        Assert.Equal(AnswerEventKind.Content, _answer.Read(bytes));

        Assert.Equal(json.RootElement.GetProperty("stop_reason").GetString(), _answer.FinishReason);
        Assert.Equal(json.RootElement.GetProperty("usage").GetProperty("output_tokens").GetInt64(), _answer.Usage?.Output);
        Assert.True(_answer.ContentBytes > 0);
    }

    private void Read(string data) => _answer.ReadEvent(Encoding.UTF8.GetBytes(data));
}
