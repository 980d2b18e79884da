using System.Text;
using Relay.Dialects.Operations;

namespace Relay.Tests.Dialects.Operations;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"model":"a-rather-long-name","max_tokens":64000,"tool_choice":"auto"}""", 0)]
    [InlineData("""{"system":"12345678"}""", 2)]
    [InlineData("""{"messages":[{"role":"user","content":"1234"}]}""", 5)]
    [InlineData("""{"tools":[{"name":"abcd","input_schema":{"type":"object"}}]}""", 8)]
    public void Text_IsCounted_ByFourBytesAToken(string body, long tokens) => Assert.Equal(tokens, TokenEstimate.Of(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"messages":[{"content":[{"source":{"data":"@"}}]}]}""")]
    [InlineData("""{"messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"@"}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"@"}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"inline_data":{"data":"@"}}]}]}""")]
    public void APicture_IsCountedAsOne_WhateverItsBytes(string body) => Assert.InRange(Of(body), 1568, 1600);

    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"@"}}]}]}""")]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"data":"@","media_type":"text/plain","type":"text"}}]}]}""")]
    [InlineData("""{"messages":[{"content":[{"type":"tool_use","input":{"data":"@"}}]}]}""")]
    [InlineData("""{"messages":[{"content":[{"source":{"type":"base64"}},{"input":{"data":"@"}}]}]}""")]
    [InlineData("""{"messages":[{"content":[{"source":[{"data":"@"}]}]}]}""")]
    public void ADocumentThatIsText_AndDataOfTools_AreCountedAsText(string body) => Assert.InRange(Of(body), 25_000, 25_040);

    private static long Of(string body) => TokenEstimate.Of(Encoding.UTF8.GetBytes(body.Replace("@", new string('A', 100_000), StringComparison.Ordinal)));
}
