using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>The exact bytes of a stream to a Gemini caller.</summary>
public sealed class GeminiStreamWriterTests
{
    [Fact]
    public void Text_GoesOutAsItComes()
    {
        var writer = new GeminiStreamWriter("made-up", "asked");
        writer.Begin("r1", "gemini-3");
        Assert.Equal("", GeminiReads.Take(writer));
        writer.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        writer.Append("Hm"u8);
        writer.Sign(new Signature(Dialect.Gemini, "c2ln"));
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.Append(""u8);
        writer.Append("Grüß \"dich\"\n\u0001😀"u8);
        Assert.Equal(
            Event("""{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"modelVersion":"gemini-3","responseId":"r1"}""")
            + Event("""{"candidates":[{"content":{"parts":[{"text":"","thought":true,"thoughtSignature":"c2ln"}],"role":"model"},"index":0}],"modelVersion":"gemini-3","responseId":"r1"}""")
            + Event("""{"candidates":[{"content":{"parts":[{"text":"Grüß \"dich\"\n\u0001😀"}],"role":"model"},"index":0}],"modelVersion":"gemini-3","responseId":"r1"}"""),
            GeminiReads.Take(writer));
        writer.EndPart();
        writer.Finish(FinishReason.Length, null);
        Assert.Equal("", GeminiReads.Take(writer));
        writer.Report(new Usage { Input = 5, CachedInput = 0, Output = 7, Reasoning = 3 });
        writer.End();
        Assert.Equal(
            Event("""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":0,"candidatesTokenCount":4,"thoughtsTokenCount":3,"totalTokenCount":12},"modelVersion":"gemini-3","responseId":"r1"}"""),
            GeminiReads.Take(writer));
    }

    [Fact]
    public void ACall_GoesOutWhole_OnOneLine()
    {
        var writer = new GeminiStreamWriter("made-up", "asked");
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c1", Name = "f", Namespace = "ns", Signature = new(Dialect.Gemini, "c2ln") });
        writer.Append("{\"a\":"u8);
        Assert.Equal("", GeminiReads.Take(writer));
        writer.Append("\r\n 1.0,\"b\":\"\\n\"}"u8);
        writer.EndPart();
        Assert.Equal(
            Event("""{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"ns.f","args":{"a":   1.0,"b":"\n"}},"thoughtSignature":"c2ln"}],"role":"model"},"index":0}],"modelVersion":"asked","responseId":"made-up"}"""),
            GeminiReads.Take(writer));
    }

    [Theory]
    [InlineData("", false, "{}")]
    [InlineData(" \n", false, "{}")]
    [InlineData("{}", false, "{}")]
    [InlineData("""{"a":[1,{"b":null}]}""", false, """{"a":[1,{"b":null}]}""")]
    [InlineData("""{"a":1""", false, """{"input":"{\"a\":1"}""")]
    [InlineData("""{"a":1} x""", false, """{"input":"{\"a\":1} x"}""")]
    [InlineData("[1]", false, """{"input":"[1]"}""")]
    [InlineData("*** Begin Patch\n", true, """{"input":"*** Begin Patch\n"}""")]
    [InlineData("""{"a":1}""", true, """{"input":"{\"a\":1}"}""")]
    public void Arguments_AreAnObject_WhateverTheyWere(string arguments, bool isCustom, string expected)
    {
        var writer = new GeminiStreamWriter("r", "m");
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c", Name = "f", IsCustom = isCustom });
        writer.Append(Encoding.UTF8.GetBytes(arguments));
        writer.EndPart();
        Assert.Equal(
            Event("""{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c","name":"f","args":""" + expected
                + """}}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}"""),
            GeminiReads.Take(writer));
    }

    [Fact]
    public void ImagesRefusalsAndSources_HaveTheirForm()
    {
        var writer = new GeminiStreamWriter("r", "m");
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.Image) { MediaType = "image/webp" });
        writer.Append("AA"u8);
        writer.Append("+/"u8);
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.Refusal));
        writer.Append("No ü."u8);
        writer.Cite(new Citation("https://a", "A") { Start = 3, End = 4 });
        writer.Cite(new Citation(null, "B") { Quote = "q" });
        writer.EndPart();
        writer.Finish(FinishReason.Refusal, null);
        writer.End();
        Assert.Equal(
            Event("""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/webp","data":"AA+/"}}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}""")
            + Event("""{"candidates":[{"content":{"parts":[{"text":"No ü."}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}""")
            + Event("""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"SAFETY","index":0,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a","title":"A"}},{"retrievedContext":{"title":"B","text":"q"}}],"groundingSupports":[{"segment":{"startIndex":3,"endIndex":5},"groundingChunkIndices":[0]}]}}],"modelVersion":"m","responseId":"r"}"""),
            GeminiReads.Take(writer));
    }

    [Theory]
    [InlineData(FinishReason.Stop, "STOP")]
    [InlineData(FinishReason.StopSequence, "STOP")]
    [InlineData(FinishReason.ToolCalls, "STOP")]
    [InlineData(FinishReason.Pause, "STOP")]
    [InlineData(FinishReason.Length, "MAX_TOKENS")]
    [InlineData(FinishReason.ContextFull, "MAX_TOKENS")]
    [InlineData(FinishReason.ContentFilter, "SAFETY")]
    [InlineData(FinishReason.Refusal, "SAFETY")]
    [InlineData(FinishReason.Other, "OTHER")]
    internal void EveryReason_HasAWord(FinishReason reason, string word)
    {
        var writer = new GeminiStreamWriter("r", "m");
        writer.Begin(null, null);
        writer.Finish(reason, null);
        writer.End();
        Assert.Contains($"\"finishReason\":\"{word}\"", GeminiReads.Take(writer), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutEvents_TheStreamIsAnArray()
    {
        var writer = new GeminiStreamWriter("r", "m", asArray: true);
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.Append("a"u8);
        writer.EndPart();
        writer.Finish(FinishReason.Stop, null);
        writer.End();
        Assert.Equal(
            """[{"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}""" + ",\r\n"
            + """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"modelVersion":"m","responseId":"r"}]""",
            GeminiReads.Take(writer));
    }

    [Fact]
    public void AnotherProvidersSignature_IsBase64_ForSdksTakeItForBytes()
    {
        var writer = new GeminiStreamWriter("r", "m");
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        writer.Sign(new Signature(Dialect.Anthropic, "Er/+=", IsRedacted: true));
        writer.EndPart();
        var json = JsonElement.Parse(GeminiReads.Take(writer)[6..]);
        var part = json.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0];
        Assert.Equal("relay1.ar.Er/+=", Encoding.UTF8.GetString(part.GetProperty("thoughtSignature").GetBytesFromBase64()));
    }

    private static string Event(string data) => $"data: {data}\r\n\r\n";
}
