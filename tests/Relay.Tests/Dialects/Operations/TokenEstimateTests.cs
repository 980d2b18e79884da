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

    [Fact]
    public void APicture_IsCountedAsOne_WhateverItsBytes()
    {
        var body = "{\"messages\":[{\"content\":[{\"source\":{\"data\":\"" + new string('A', 100_000) + "\"}}]}]}";
        Assert.InRange(TokenEstimate.Of(Encoding.UTF8.GetBytes(body)), 1568, 1580);
    }
}
