using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.OpenAIResponses;
using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Errors in the middle of a stream, in the form that Codex and the SDKs take.</summary>
public sealed class ResponsesErrorTests
{
    [Theory]
    [InlineData(502, FailureCode.UpstreamTruncated, "server_error", "server_error")]
    [InlineData(504, FailureCode.UpstreamTimeout, "server_error", "server_error")]
    [InlineData(429, "key_rate", "rate_limit_exceeded", "rate_limit_error")]
    [InlineData(400, FailureCode.Untranslatable, "untranslatable_field", "invalid_request_error")]
    public void AnErrorOfRelays_IsSaidInBothForms(int status, string code, string said, string type) => Assert.Equal(
        $$$"""
        event: error
        data: {"type":"error","sequence_number":0,"code":"{{{said}}}","message":"It \"broke\".","param":"input[0]","error":{"type":"{{{type}}}","code":"{{{said}}}","message":"It \"broke\".","param":"input[0]"}}


        """.ReplaceLineEndings("\n"),
        Event(new Failure(FailureStage.Forwarding, FailureSide.Relay, status, code, "It \"broke\".") { Param = "input[0]" }));

    [Theory]
    [InlineData("""{"type":"response.failed","sequence_number":9,"response":{"error":{"code":"server_error"}}}""", "response.failed")]
    [InlineData("""{"type":"error","code":"server_error","message":"m","sequence_number":9}""", "error")]
    [InlineData("{\"type\":\"error\",\n\"code\":\"x\"}", "error")]
    public void AProvidersOwnEvent_PassesThrough(string body, string type) =>
        Assert.Equal($"event: {type}\ndata: {body.Replace('\n', ' ')}\n\n", Event(Of("server_error", body)));

    [Theory]
    [InlineData("overloaded_error", "server_error")]
    [InlineData("rate_limit_error", "rate_limit_exceeded")]
    [InlineData("context_length_exceeded", "context_length_exceeded")]
    [InlineData(FailureCode.UpstreamError, "server_error")]
    public void AProvidersErrorOfAnotherDialect_IsSaidInItsWords(string code, string said)
    {
        var text = Event(Of(code, """{"error":{"message":"Too much.","type":"server_error","param":null,"code":"x"}}"""));

        Assert.Contains($"\"code\":\"{said}\",\"message\":\"Too much.\"", text, StringComparison.Ordinal);
        Assert.Equal(AnswerEventKind.Error, new ResponsesAnswer().ReadEvent(Encoding.UTF8.GetBytes(text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..])));
    }

    private static Failure Of(string code, string body) =>
        new(FailureStage.Forwarding, FailureSide.Provider, 502, code, "It broke.") { Upstream = new(Encoding.UTF8.GetBytes(body), new HeaderDictionary()) };

    private static string Event(Failure failure) => Encoding.UTF8.GetString(ResponsesError.ToEvent(failure));
}
