using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What callers of other dialects say, said to Gemini: messages.</summary>
public sealed class GeminiRequestWriterTests
{
    private static readonly Part Question = new TextPart("Hi");

    [Fact]
    public void SystemMessages_StandAbove_AndInTheMidstAreMarked()
    {
        var conversation = GeminiRequests.Of(
            (Role.System, [new TextPart("One."), new TextPart("")]),
            (Role.Developer, [new TextPart("Two.")]),
            (Role.User, [Question]),
            (Role.System, [new TextPart("Three.")]),
            (Role.Assistant, [new TextPart("Ho")]));
        Assert.Equal(
            """{"systemInstruction":{"parts":[{"text":"One."},{"text":"Two."}]},"contents":[{"role":"user","parts":[{"text":"Hi"},{"text":"<system>\nThree.\n</system>"}]},{"role":"model","parts":[{"text":"Ho"}]}]}""",
            GeminiRequests.Write(conversation));
    }

    [Fact]
    public void NothingButASystemMessage_IsTheQuestion()
    {
        Assert.Equal(
            """{"systemInstruction":{"parts":[{"text":"One."}]},"contents":[{"role":"user","parts":[{"text":"Two."}]}]}""",
            GeminiRequests.Write(GeminiRequests.Of((Role.System, [new TextPart("One.")]), (Role.System, [new TextPart("Two.")]))));
    }

    [Fact]
    public void TurnsOfOneRole_AreOne_AndEmptyOnesAreNone()
    {
        var conversation = GeminiRequests.Of(
            (Role.User, [new TextPart("a")]),
            (Role.Assistant, [new TextPart(""), new RefusalPart("")]),
            (Role.Assistant, []),
            (Role.User, [new TextPart("b")]),
            (Role.Assistant, [new TextPart("c"), new RefusalPart("No.")]),
            (Role.Assistant, [new TextPart("d")]));
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[{"text":"c"},{"text":"No."},{"text":"d"}]}]}""",
            GeminiRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void ResultsHaveTheirToolsName_OfTheNearestCallBefore_AndAreOneTurn()
    {
        var conversation = GeminiRequests.Of(
            (Role.User, [Question]),
            (Role.Assistant, [new ToolCallPart("call_0", "f", "{}")]),
            (Role.User, [new ToolResultPart("call_0", [new TextPart("1")])]),
            (Role.Assistant, [new ToolCallPart("call_0", "wait", "") { Namespace = "clock" }, new ToolCallPart("call_1", "apply_patch", "*** x\n") { IsCustom = true }]),
            (Role.User, [new ToolResultPart("call_0", [new TextPart("2"), new TextPart("3")])]),
            (Role.User, [new ToolResultPart("call_1", [new TextPart("no")]) { IsError = true }, new ToolResultPart("gone", [])]));
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"id":"call_0","name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"call_0","name":"f","response":{"output":"1"}}}]},{"role":"model","parts":[{"functionCall":{"id":"call_0","name":"clock.wait","args":{}}},{"functionCall":{"id":"call_1","name":"apply_patch","args":{"input":"*** x\n"}}}]},{"role":"user","parts":[{"functionResponse":{"id":"call_0","name":"clock.wait","response":{"output":"2\n3"}}},{"functionResponse":{"id":"call_1","name":"apply_patch","response":{"error":"no"}}},{"functionResponse":{"id":"gone","name":"gone","response":{"output":""}}}]}]}""",
            GeminiRequests.Write(conversation, "gemini-2.5-flash"));
        Assert.Empty(conversation.Losses);
    }

    [Theory]
    [InlineData("gemini-3-flash-preview", true)]
    [InlineData("models/gemini-3.5-pro", true)]
    [InlineData("gemini-flash-latest", true)]
    [InlineData("gemini-2.5-pro", false)]
    [InlineData("gemini-2.0-flash", false)]
    [InlineData("gemma-3-27b", false)]
    public void CallsOfOtherProviders_AreExcusedFromTheCheckOfSignatures(string model, bool isThird)
    {
        var conversation = GeminiRequests.Of(
            (Role.User, [Question]),
            (Role.Assistant, [new ToolCallPart("a", "f", "{}"), new ToolCallPart("b", "f", "{}")]),
            (Role.User, [new ToolResultPart("a", []), new ToolResultPart("b", [])]),
            (Role.Assistant, [new ToolCallPart("c", "f", "{}") { Signature = new(Dialect.Gemini, "AA==") }, new ToolCallPart("d", "f", "{}")]));
        var contents = JsonElement.Parse(GeminiRequests.Write(conversation, model)).GetProperty("contents");
        Assert.Equal(
            [isThird ? "skip_thought_signature_validator" : null, null, "AA==", null],
            from at in new[] { (1, 0), (1, 1), (3, 0), (3, 1) }
            let part = contents[at.Item1].GetProperty("parts")[at.Item2]
            select part.TryGetProperty("thoughtSignature", out var signature) ? signature.GetString() : null);
    }

    [Fact]
    public void SignaturesOfOthers_AreDroppedWithTheirThoughts_AndListed()
    {
        var conversation = GeminiRequests.Of(
            (Role.User, [Question]),
            (Role.Assistant,
            [
                new ReasoningPart("kept") { Path = "p0" },
                new ReasoningPart("theirs") { Signature = new(Dialect.Anthropic, "x"), Path = "p1" },
                new ReasoningPart("") { Signature = new(Dialect.Gemini, "R", IsRedacted: true), Path = "p2" },
                new ReasoningPart("") { Path = "p3" },
                new ReasoningPart("own") { Signature = new(Dialect.Gemini, "AA=="), Path = "p4" },
                new TextPart("said") { Signature = new(Dialect.OpenAIResponses, "y"), Path = "p5" },
                new TextPart("") { Signature = new(Dialect.Gemini, "BB=="), Path = "p6" },
            ]));
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"kept","thought":true},{"text":"own","thought":true,"thoughtSignature":"AA=="},{"text":"said"},{"text":"","thoughtSignature":"BB=="}]}]}""",
            GeminiRequests.Write(conversation));
        Assert.Equal(["p1", "p2", "p5"], GeminiRequests.Losses(conversation));
    }

    [Fact]
    public void Arguments_AreByteForByte()
    {
        var conversation = GeminiRequests.Of((Role.Assistant, [new ToolCallPart("c", "f", """{"b": 1.0,"a":"\u00fc","\ud83d":1e2}""")]));
        Assert.Contains("""args":{"b": 1.0,"a":"\u00fc","\ud83d":1e2}}""", GeminiRequests.Write(conversation), StringComparison.Ordinal);
    }

    [Fact]
    public void Media_HaveATypeWhereOneCanBeKnown()
    {
        var conversation = GeminiRequests.Of((Role.User,
        [
            new ImagePart(new MediaSource { Url = "https://a/x.JPG?w=1" }, "high") { Path = "p0" },
            new ImagePart(new MediaSource { Url = "https://a/x" }, "auto") { Path = "p1" },
            new ImagePart(new MediaSource { Base64 = GeminiRequests.Raw("AAAA") }, null) { Path = "p2" },
            new FilePart(new MediaSource { Base64 = GeminiRequests.Raw("BBBB") }, "notes.csv") { Path = "p3", Context = "c" },
            new FilePart(new MediaSource { Base64 = GeminiRequests.Raw("CCCC") }, null) { Path = "p4" },
            new AudioPart(new MediaSource { Base64 = GeminiRequests.Raw("DDDD"), MediaType = "audio/mp3" }) { Path = "p5" },
            new FilePart(new MediaSource { FileId = "file-abc" }, null) { Path = "p6" },
        ]));
        Assert.StartsWith(
            """{"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/jpeg","fileUri":"https://a/x.JPG?w=1"}},{"fileData":{"fileUri":"https://a/x"}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"inlineData":{"mimeType":"text/csv","data":"BBBB"}},{"inlineData":{"mimeType":"application/pdf","data":"CCCC"}},{"inlineData":{"mimeType":"audio/mp3","data":"DDDD"}},""",
            GeminiRequests.Write(conversation));
        Assert.Equal(["p0.detail", "p3.filename", "p3.context", "p6!"], GeminiRequests.Losses(conversation));
    }

    // Parts are values: two that are made alike are equal.
    [Fact]
    public void EqualImagesBehindResults_AreAllSaid()
    {
        var image = new ImagePart(new MediaSource { Base64 = "AAAA"u8.ToArray(), MediaType = "image/png" }, null);
        var conversation = GeminiRequests.Of((Role.User, [new ToolResultPart("a", [image, image])]));
        Assert.Equal(2, GeminiRequests.Write(conversation, "gemini-2.5-flash").Split("inlineData").Length - 1);
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void ImagesInResults_StandInside_OrBehindAllResultsForOlderModels()
    {
        Part Image(string data) => new ImagePart(new MediaSource { Base64 = GeminiRequests.Raw(data), MediaType = "image/png" }, null);
        var conversation = GeminiRequests.Of(
            (Role.User, [new ToolResultPart("a", [new TextPart("see"), Image("AAAA")])]),
            (Role.User, [new ToolResultPart("b", [Image("BBBB"), new ImagePart(new MediaSource { Url = "https://a/x.png" }, null)]), Question]));
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"functionResponse":{"id":"a","name":"a","response":{"output":"see"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}},{"functionResponse":{"id":"b","name":"b","response":{"output":""},"parts":[{"inlineData":{"mimeType":"image/png","data":"BBBB"}}]}},{"fileData":{"mimeType":"image/png","fileUri":"https://a/x.png"}},{"text":"Hi"}]}]}""",
            GeminiRequests.Write(conversation));
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"functionResponse":{"id":"a","name":"a","response":{"output":"see"}}},{"functionResponse":{"id":"b","name":"b","response":{"output":""}}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"inlineData":{"mimeType":"image/png","data":"BBBB"}},{"fileData":{"mimeType":"image/png","fileUri":"https://a/x.png"}},{"text":"Hi"}]}]}""",
            GeminiRequests.Write(conversation, "gemini-2.5-pro"));
    }

    [Fact]
    public void ImagesOfTheLastResult_AreNotLost()
    {
        var conversation = GeminiRequests.Of(
            (Role.User, [new ToolResultPart("a", [new ImagePart(new MediaSource { Url = "https://a/x.png" }, null)])]));
        Assert.EndsWith("""{"fileData":{"mimeType":"image/png","fileUri":"https://a/x.png"}}]}]}""", GeminiRequests.Write(conversation));
    }

    [Fact]
    public void TheSameConversation_IsTheSameBytes_AndItsBeginningToo()
    {
        (Role, Part[])[] turns =
        [
            (Role.User, [Question]),
            (Role.Assistant, [new ToolCallPart("a", "f", "{}")]),
            (Role.User, [new ToolResultPart("a", [new TextPart("1")])]),
            (Role.Assistant, [new TextPart("So")]),
            (Role.User, [new TextPart("And?")]),
        ];
        var all = GeminiRequests.Write(GeminiRequests.Of(turns));
        Assert.Equal(all, GeminiRequests.Write(GeminiRequests.Of(turns)));
        Assert.StartsWith(GeminiRequests.Write(GeminiRequests.Of(turns[..3]))[..^2], all, StringComparison.Ordinal);
    }
}
