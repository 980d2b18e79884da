using System.Text;
using Relay.Dialects;
using Relay.Dialects.OpenAIResponses;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Usage as it is counted, with zeros kept as zeros.</summary>
public sealed class ResponsesUsageTests
{
    [Fact]
    public void AllOfIt_IsRead() => Assert.Equal(
        new Usage { Input = 100, CachedInput = 0, CacheWriteInput = 20, AudioInput = 3, Output = 50, Reasoning = 40, AudioOutput = 2 },
        Read("""
            {"input_tokens":100,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":20,"audio_tokens":3,"new":{}},
            "output_tokens":50,"output_tokens_details":{"reasoning_tokens":40,"audio_tokens":2},"total_tokens":150}
            """));

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void WhatIsNoObject_IsNone(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input_tokens":null,"output_tokens":"3","input_tokens_details":null,"output_tokens_details":[]}""")]
    [InlineData("""{"input_tokens":-1,"output_tokens":1.5,"input_tokens_details":{"cached_tokens":-3}}""")]
    [InlineData("""{"input_tokens":99999999999999999999,"output_tokens":1e3}""")]
    public void WhatIsNoCount_IsNotKnown(string json) => Assert.Equal(default(Usage), Read(json));

    [Fact]
    public void ReasoningBesideTheOutput_IsAddedToIt() => Assert.Equal(
        new Usage { Input = 10, Output = 25, Reasoning = 20 },
        Read("""{"input_tokens":10,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":20},"total_tokens":35}"""));

    [Fact]
    public void WhatIsNotKnown_IsZero_WhereClientsNeedANumber() => Assert.Equal(
        """{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":0}""",
        Write(default));

    [Fact]
    public void AllOfIt_IsWritten() => Assert.Equal(
        """{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":0,"audio_tokens":3},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":40,"audio_tokens":2},"total_tokens":150}""",
        Write(new Usage { Input = 100, CachedInput = 60, CacheWriteInput = 0, AudioInput = 3, Output = 50, Reasoning = 40, AudioOutput = 2 }));

    private static Usage? Read(string json) => ResponsesUsage.Read(Encoding.UTF8.GetBytes(json));

    private static string Write(in Usage usage)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var json = DialectJson.CreateWriter(output);
        ResponsesUsage.Write(json, usage);
        json.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
