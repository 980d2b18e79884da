using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Tests.Failures;

public sealed class ErrorWriterTests
{
    [Fact]
    public async Task AFailureOfRelays_IsInOpenAIsForm_AndSaysWhoseItIs()
    {
        var failure = new Failure(FailureStage.Gate, FailureSide.Relay, 503, "some_code", "Say \"when\".")
        {
            Param = "model",
            RetryAfter = TimeSpan.FromSeconds(1.2),
        };

        var (response, body) = await WriteAsync(failure);

        Assert.Equal((503, "application/json; charset=utf-8", "relay", "2"), (response.StatusCode, response.ContentType,
            response.Headers["x-relay-error"].ToString(), response.Headers.RetryAfter.ToString()));
        Assert.Equal(
            """{"error":{"message":"Say \"when\".","type":"server_error","param":"model","code":"some_code"}}""", body);
        Assert.Equal(Encoding.UTF8.GetByteCount(body), response.ContentLength);
    }

    [Fact]
    public async Task AProvidersError_IsSentAsItCame()
    {
        var failure = new Failure(FailureStage.Forwarding, FailureSide.Caller, 400, "c", "Not shown.")
        {
            Upstream = new("{ \"odd\":1}"u8.ToArray(), new HeaderDictionary { ["x-request-id"] = "req_1" }),
        };

        var (response, body) = await WriteAsync(failure);

        Assert.Equal("""{ "odd":1}""", body);
        Assert.Equal(("provider", "req_1"), (response.Headers["x-relay-error"].ToString(), response.Headers["x-request-id"].ToString()));
        Assert.False(response.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task SeveralThings_AreListedOneByOne()
    {
        var failure = new Failure(FailureStage.Ingress, FailureSide.Caller, 400, "c", "m")
        {
            Details = [new("$.a", "is missing"), new("$.b[0]", "is odd")],
        };

        Assert.EndsWith(
            "\"details\":[{\"path\":\"$.a\",\"message\":\"is missing\"},{\"path\":\"$.b[0]\",\"message\":\"is odd\"}]}}",
            (await WriteAsync(failure)).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "server_error")]
    public async Task TheType_FollowsTheStatus(int status, string type) =>
        Assert.Contains($"\"type\":\"{type}\"",
            (await WriteAsync(new(FailureStage.Gate, FailureSide.Caller, status, "c", "m"))).Body, StringComparison.Ordinal);

    private static async Task<(HttpResponse Response, string Body)> WriteAsync(Failure failure)
    {
        var response = new DefaultHttpContext().Response;
        using var body = new MemoryStream();
        response.Body = body;
        await ErrorWriter.WriteAsync(response, failure, TestContext.Current.CancellationToken);
        return (response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
