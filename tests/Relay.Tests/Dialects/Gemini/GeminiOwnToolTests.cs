using System.Text;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What the provider's own tools did, in a history: a search is left out and listed, of anything else the model knows what nobody said.</summary>
public sealed class GeminiOwnToolTests
{
    [Theory]
    [InlineData("""{"toolCall":{"args":{"queries":["a"]},"toolType":"GOOGLE_SEARCH_WEB"},"thoughtSignature":"c2ln"}""", "toolCall", false)]
    [InlineData("""{"tool_response":{"tool_type":"FILE_SEARCH","response":{}}}""", "toolResponse", false)]
    [InlineData("""{"toolCall":{"toolType":"URL_CONTEXT"}}""", "toolCall", true)]
    [InlineData("""{"toolCall":{"args":{"toolType":"GOOGLE_SEARCH_WEB"}}}""", "toolCall", true)]
    [InlineData("""{"toolCall":{"toolType":7}}""", "toolCall", true)]
    [InlineData("""{"toolCall":"GOOGLE_SEARCH_WEB"}""", "toolCall", true)]
    [InlineData("""{"executableCode":{"code":"1"},"thoughtSignature":"c2ln"}""", "executableCode", true)]
    public void WhatTheyDid_IsListed(string part, string field, bool changesMeaning)
    {
        var body = $$"""{"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{{part}},{"text":"y"}]}]}""";

        Assert.True(new GeminiRequestReader().Read(Encoding.UTF8.GetBytes(body), "m", stream: false).Succeeded(out var conversation, out _));

        Assert.Equal(new Loss($"contents[1].parts[0].{field}", changesMeaning), conversation.Losses.Single());
        Assert.Equal("y", Assert.IsType<TextPart>(conversation.Messages[1].Parts.Single()).Text);
        Assert.Null(((TextPart)conversation.Messages[1].Parts[0]).Signature);
    }
}
