using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;

namespace Relay.Tests.Dialects.Conversations;

public sealed class TokenWeightsTests
{
    [Theory]
    [InlineData("""{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[{"token":"b","logprob":-2,"bytes":[98]}]}""", null)]
    [InlineData("""{"token":"\ufffd","logprob":-1,"bytes":[240,159],"top_logprobs":[]}""", """{"token":"�","logprob":-1,"bytes":[240,159],"top_logprobs":[]}""")]
    [InlineData("""{"token":"ü","logprob":0,"bytes":null}""", """{"token":"ü","logprob":0,"bytes":[195,188],"top_logprobs":[]}""")]
    [InlineData("""{"new":{"x":[1]},"logprob":1e999,"token":"a","top_logprobs":{"x":1},"bytes":"x"}""", """{"token":"a","logprob":-9999,"bytes":[97],"top_logprobs":[]}""")]
    [InlineData("""{"token":7,"logprob":"x"}""", """{"token":"","logprob":0,"bytes":[],"top_logprobs":[]}""")]
    public void OpenAIsForm_ComesBack(string weight, string? expected) =>
        Assert.Equal(expected ?? weight, Write(json => TokenWeights.Write(json, Assert.Single(TokenWeights.Read(Encoding.UTF8.GetBytes($"[{weight}]"))))));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[7,null,[1],\"x\"]")]
    public void WhatIsNoList_IsNone(string json) => Assert.Empty(TokenWeights.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(
        """{"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5},{"token":"b","logProbability":-2}]}],"chosenCandidates":[{"token":"a","logProbability":-0.5}]}""",
        null)]
    [InlineData(
        """{"logProbabilitySum":-1,"chosenCandidates":[{"token":"a","tokenId":5},7,{"token":"b","logProbability":1e999}],"topCandidates":[7]}""",
        """{"chosenCandidates":[{"token":"a","logProbability":0},{"token":"b","logProbability":-9999}]}""")]
    [InlineData("""{"chosenCandidates":{},"topCandidates":null}""", """{"chosenCandidates":[]}""")]
    public void GeminisForm_ComesBack(string result, string? expected) =>
        Assert.Equal($$"""{"logprobsResult":{{expected ?? result}}}""", Write(json =>
        {
            json.WriteStartObject();
            GeminiWeights.Write(json, GeminiWeights.Read(Encoding.UTF8.GetBytes(result)));
            json.WriteEndObject();
        }));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance })) write(json);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
