using System.Text;
using Relay.Dialects;

namespace Relay.Tests.Dialects;

/// <summary>The words of an error, wherever providers put them.</summary>
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
}
