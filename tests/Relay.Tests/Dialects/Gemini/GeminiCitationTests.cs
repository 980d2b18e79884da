using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Sources of an answer.</summary>
public sealed class GeminiCitationTests
{
    [Fact]
    public void Grounding_IsCitedInCharacters_WhateverTheOrderOfMembers()
    {
        var sink = GeminiReads.Stream(
            """{"candidates":[{"content":{"parts":[{"text":"Grüße 😀 "}]}}]}""",
            """{"candidates":[{"groundingMetadata":{"groundingSupports":[{"segment":{"endIndex":7},"groundingChunkIndices":[1,9,-1]},{"groundingChunkIndices":[0,1],"segment":{"startIndex":8,"endIndex":12,"text":"😀"}},7],"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"https://a","title":"A","domain":"a"}},{"retrievedContext":{"uri":"https://b","text":"words"}},{"web":{"uri":"https://c"}},null]},"content":{"parts":[{"text":"end"}]},"finishReason":"STOP"}]}""");
        Assert.Equal(
            [
                new Citation("https://b", null) { Quote = "words", Start = 0, End = 5 },
                new Citation("https://a", "A") { Start = 6, End = 8 },
                new Citation("https://b", null) { Quote = "words", Start = 6, End = 8 },
                new Citation("https://c", null),
            ],
            Assert.Single(sink.Parts).Citations);
    }

    [Theory]
    [InlineData("citationSources")]
    [InlineData("citations")]
    public void Recitation_IsCited(string member)
    {
        var sink = GeminiReads.Whole(
            $$"""{"candidates":[{"citationMetadata":{"{{member}}":[{"startIndex":1,"endIndex":99,"uri":"https://a","license":"x"},7]},"content":{"parts":[{"text":"text"}]},"finishReason":"STOP"}]}""");
        Assert.Equal([new Citation("https://a", null) { Start = 1, End = 4 }], sink.Parts[0].Citations);
    }

    [Fact]
    public void GroundingWithoutText_IsLeftOut()
    {
        var sink = GeminiReads.Whole(
            """{"candidates":[{"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a"}}]},"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]}""");
        Assert.Empty(Assert.Single(sink.Parts).Citations);
    }
}
