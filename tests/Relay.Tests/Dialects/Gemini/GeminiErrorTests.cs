using System.Text;
using System.Text.Json;
using Relay.Dialects.Gemini;
using Relay.Failures;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Errors in Gemini's shape.</summary>
public sealed class GeminiErrorTests
{
    private static readonly Failure Busy =
        new(FailureStage.Forwarding, FailureSide.Provider, 503, FailureCode.UpstreamOverloaded, "Too \"busy\".");

    private const string BusyJson =
        """{"error":{"code":503,"message":"Too \"busy\".","status":"UNAVAILABLE","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"upstream_overloaded","domain":"relay"}]}}""";

    [Fact]
    public void ABody_HasCodeMessageAndStatus() => Assert.Equal(BusyJson, Encoding.UTF8.GetString(GeminiError.ToJson(Busy)));

    [Fact]
    public void AnEvent_HasTheSpaceThatClientsLookFor() =>
        Assert.Equal($"data: {BusyJson}\r\n\r\n", Encoding.UTF8.GetString(GeminiError.ToEvent(Busy)));

    [Fact]
    public void AnArray_IsEnded()
    {
        Assert.Equal($"[{BusyJson}]", Encoding.UTF8.GetString(GeminiError.ToLastElement(Busy, isFirst: true)));
        Assert.Equal($",\r\n{BusyJson}]", Encoding.UTF8.GetString(GeminiError.ToLastElement(Busy, isFirst: false)));
    }

    [Fact]
    public void FieldsThatAreWrong_AreNamed()
    {
        var failure = GeminiRequests.Refused("""{"contents":[{"parts":[{"text":1}]}]}""") with { Details = [new("$.a", "Wrong.")] };
        var details = JsonElement.Parse(Encoding.UTF8.GetString(GeminiError.ToJson(failure))).GetProperty("error").GetProperty("details");
        Assert.Equal(
            """{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents[0].parts[0].text","description":"The field contents[0].parts[0].text must be a string."},{"field":"$.a","description":"Wrong."}]}""",
            details[1].GetRawText());
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(413, "INVALID_ARGUMENT")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(500, "INTERNAL")]
    [InlineData(502, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    [InlineData(402, "FAILED_PRECONDITION")]
    public void EveryStatus_HasAWord(int status, string word)
    {
        var error = JsonElement.Parse(Encoding.UTF8.GetString(GeminiError.ToJson(Busy with { Status = status }))).GetProperty("error");
        Assert.Equal((status, word), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("<html>", false)]
    [InlineData("[]", false)]
    [InlineData("{}", true)]
    public void ABodyThatIsNoError_HasNoCode(string body, bool isJson)
    {
        Assert.Equal(isJson, GeminiError.TryReadBody(Encoding.UTF8.GetBytes(body), out var code, out var wait));
        Assert.Null(code);
        Assert.Null(wait);
    }

    [Theory]
    [InlineData("""[{"reason":"API_KEY_INVALID","domain":"googleapis.com"}]""", "API_KEY_INVALID", null)]
    [InlineData("""[{"reason":"SERVICE_DISABLED"},{"links":[{"reason":"API_KEY_INVALID"}]}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"}]""", "INVALID_ARGUMENT", 30.0)]
    [InlineData("""[{"retryDelay":"3.5s"},{"violations":[{"retryDelay":"9s"}]}]""", "INVALID_ARGUMENT", 3.5)]
    [InlineData("""[{"retryDelay":"0s"},1,null,"x"]""", "INVALID_ARGUMENT", 0.0)]
    [InlineData("""[{"retryDelay":"soon"}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"retryDelay":"s"}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"retryDelay":"-3s"}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"retryDelay":"1e9s"}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"retryDelay":"99999999s"}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""[{"retryDelay":3}]""", "INVALID_ARGUMENT", null)]
    [InlineData("""{"reason":"API_KEY_INVALID"}""", "INVALID_ARGUMENT", null)]
    public void TheDetails_SayThatAKeyIsBad_AndWhenToComeBack(string details, string code, double? seconds)
    {
        var body = $$$"""{"error":{"code":400,"message":"x","details":{{{details}}},"status":"INVALID_ARGUMENT"}}""";
        Assert.True(GeminiError.TryReadBody(Encoding.UTF8.GetBytes(body), out var found, out var wait));
        Assert.Equal((code, seconds), (found, wait?.TotalSeconds));
    }
}
