using System.Text;
using Relay.Dialects;
using Relay.Dialects.OpenAIChat;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Usage in the forms that providers give it, and in forms that no provider should.</summary>
public sealed class ChatUsageTests
{
    [Fact]
    public void OpenAIsForm_IsReadWhole() => Assert.Equal(
        new Usage
        {
            Input = 100, CachedInput = 64, CacheWriteInput = 10, AudioInput = 5, Output = 50, Reasoning = 20, AudioOutput = 7,
        },
        Read("""
            {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
             "prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":10,"audio_tokens":5},
             "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":7,"accepted_prediction_tokens":0}}
            """));

    [Fact]
    public void XAIsReasoning_BesideTheCompletion_IsAddedToIt() => Assert.Equal(
        new Usage { Input = 12, Output = 291, Reasoning = 290 },
        Read("""{"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}"""));

    [Fact]
    public void Reasoning_ThatTheTotalHasInTheCompletion_IsNotAdded() => Assert.Equal(
        new Usage { Input = 12, Output = 291, Reasoning = 290 },
        Read("""{"prompt_tokens":12,"completion_tokens":291,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}"""));

    [Theory]
    [InlineData("""{"prompt_tokens":20,"completion_tokens":1,"prompt_cache_hit_tokens":16,"prompt_cache_miss_tokens":4}""")]
    [InlineData("""{"prompt_tokens":20,"completion_tokens":1,"cached_tokens":16}""")]
    [InlineData("""{"prompt_cache_hit_tokens":16,"prompt_tokens_details":{"cached_tokens":16},"prompt_tokens":20,"completion_tokens":1}""")]
    [InlineData("""{"cached_tokens":16,"prompt_tokens_details":{"cached_tokens":null},"prompt_tokens":20,"completion_tokens":1}""")]
    [InlineData("""{"cached_tokens":16,"prompt_tokens_details":null,"prompt_tokens":20,"completion_tokens":1}""")]
    public void CacheHits_AreRead_WhereverTheyStand(string usage) =>
        Assert.Equal(new Usage { Input = 20, CachedInput = 16, Output = 1 }, Read(usage));

    [Fact]
    public void Zeros_AreZeros_NotUnknown() => Assert.Equal(
        new Usage { Input = 0, CachedInput = 0, Output = 0, Reasoning = 0 },
        Read("""
            {"prompt_tokens":0,"completion_tokens":0,"total_tokens":0,"prompt_tokens_details":{"cached_tokens":0},
             "completion_tokens_details":{"reasoning_tokens":0}}
            """));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""")]
    [InlineData("""{"prompt_tokens":"12","completion_tokens":"1"}""")]
    [InlineData("""{"prompt_tokens":1.5,"completion_tokens":{"count":1}}""")]
    [InlineData("""{"prompt_tokens":99999999999999999999,"completion_tokens":[1]}""")]
    [InlineData("""{"prompt_tokens":true,"completion_tokens":1e400}""")]
    [InlineData("""{"prompt_tokens_details":[{"cached_tokens":1}],"completion_tokens_details":"x"}""")]
    [InlineData("""{"input_tokens":1}""")]
    public void WhatIsNoCount_IsUnknown(string usage) => Assert.Equal(new Usage(), Read(usage));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("\"12\"")]
    public void WhatIsNoObject_IsNoUsage(string usage) => Assert.Null(Read(usage));

    [Fact]
    public void TheLastUsage_Counts()
    {
        var answer = new ChatAnswer();
        answer.ReadEvent("""{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}"""u8);
        answer.ReadEvent("""{"choices":[{"delta":{"content":"b"}}],"usage":null}"""u8);

        Assert.Equal(1, answer.Usage?.Output);
        Assert.Equal(AnswerEventKind.Usage, answer.ReadEvent("""{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":9}}"""u8));
        Assert.Equal(9, answer.Usage?.Output);
    }

    [Fact]
    public void GroqsUsageOfAStream_IsRead()
    {
        var answer = new ChatAnswer();
        var kind = answer.ReadEvent(
            """{"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req","usage":{"queue_time":0.1,"prompt_tokens":3,"completion_tokens":4}}}"""u8);

        Assert.Equal((AnswerEventKind.Preamble, 3, 4), (kind, answer.Usage?.Input, answer.Usage?.Output));
    }

    private static Usage? Read(string usage)
    {
        var answer = new ChatAnswer();
        Assert.NotEqual(AnswerEventKind.Malformed, answer.ReadEvent(Encoding.UTF8.GetBytes($$"""{"choices":[],"usage":{{usage}} }""")));
        return answer.Usage;
    }
}
