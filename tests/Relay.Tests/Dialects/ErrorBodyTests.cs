using System.Text;
using Relay.Dialects;

namespace Relay.Tests.Dialects;

/// <summary>The words and the code of an error, wherever providers put them.</summary>
public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData("""{"error":{"details":[{"message":"no"}],"message":"yes"}}""", "yes")]
    [InlineData("""{"type":"error","error":{"type":"x","message":"yes"},"message":"no"}""", "yes")]
    [InlineData("""{"message":"no","error":{"message":"yes"}}""", "yes")]
    [InlineData("""{"type":"response.failed","response":{"output":[{"message":"no"}],"error":{"code":"c","message":"yes"}}}""", "yes")]
    [InlineData("""{"type":"error","code":"c","message":"yes","param":null}""", "yes")]
    [InlineData("""{"response":{"error":null},"other":{"error":{"message":"no"}}}""", null)]
    [InlineData("""{"error":{"message":{"message":"no"}}}""", null)]
    [InlineData("""{"error":"no"}""", null)]
    [InlineData("""{"message":["no"]}""", null)]
    [InlineData("""{"error":{"\ud800":1,"message":"no"}}""", null)]
    [InlineData("[]", null)]
    [InlineData("<html>", null)]
    public void TheMessage_IsFound(string body, string? message) =>
        Assert.Equal(message, ErrorBody.ReadMessage(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":"c"}}""", "c")]
    [InlineData("""{"error":{"type":"t","code":null}}""", "t")]
    [InlineData("""{"error":{"code":400,"message":"m","type":"exceed_context_size_error","n_ctx":256}}""", "exceed_context_size_error")]
    [InlineData("""{"error":{"code":"429","type":"two words"}}""", "429")]
    [InlineData("""{"error":{"code":403,"message":"m","metadata":{"reasons":["x"],"flagged_input":"as ...","provider_name":"p"}}}""", "flagged_input")]
    [InlineData("""{"error":{"metadata":{"flagged_input":{"deep":[1]}},"message":"m"}}""", "flagged_input")]
    [InlineData("""{"error":{"code":"invalid_prompt","metadata":{"flagged_input":"x"}}}""", "invalid_prompt")]
    [InlineData("""{"error":{"code":403,"metadata":{"raw":"flagged_input","more":{"flagged_input":1}}}}""", "403")]
    [InlineData("""{"error":{"code":403,"metadata":["flagged_input"]}}""", "403")]
    [InlineData("""{"error":{"code":403,"metadata":null}}""", "403")]
    [InlineData("""{"error":{"code":"two words"}}""", null)]
    public void TheCode_IsFound(string body, string? code)
    {
        Assert.True(ErrorBody.TryRead(Encoding.UTF8.GetBytes(body), out var found));
        Assert.Equal(code, found);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void ANumberOfManyDigits_IsNoCode(int digits, bool isCode)
    {
        Assert.True(ErrorBody.TryRead(Encoding.UTF8.GetBytes($"{{\"error\":{{\"code\":{new string('4', digits)}}}}}"), out var found));
        Assert.Equal(isCode ? digits : null, found?.Length);
    }
}
