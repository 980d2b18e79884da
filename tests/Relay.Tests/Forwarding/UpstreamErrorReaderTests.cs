using System.Net;
using System.Text;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Ingress;
using Relay.Tests.Ledger;

namespace Relay.Tests.Forwarding;

public sealed class UpstreamErrorReaderTests
{
    private readonly MemoryBudget _budget = new(64 * 1024 * 1024);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task AJsonError_ComesThroughAsItCame_WithItsCodeAndRequestId()
    {
        const string Json = """{ "error": {"message":"é", "type":"invalid_request_error", "code":"bad_thing"} }""";

        var failure = await ReadAsync(400, Json, ("x-request-id", "req_1"), ("set-cookie", "a=b"));

        Assert.Equal("bad_thing", failure.Code);
        Assert.Equal(Json, Encoding.UTF8.GetString(failure.Upstream!.Body.Span));
        Assert.Equal("req_1", failure.Upstream.Headers["x-request-id"]);
        Assert.False(failure.Upstream.Headers.ContainsKey("set-cookie"));
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("<html>nginx</html>")]
    [InlineData("")]
    [InlineData("{\"error\":")]
    [InlineData("{}{}")]
    [InlineData("\"text\"")]
    public async Task WhatIsNoJsonObject_IsWrapped(string body)
    {
        var failure = await ReadAsync(502, body);

        Assert.Null(failure.Upstream);
        Assert.Equal((502, FailureCode.UpstreamError), (failure.Status, failure.Code));
    }

    [Fact]
    public async Task AnErrorWithoutEnd_IsNotReadForEver_AndWrapped()
    {
        var failure = await ReadAsync(500, "{\"error\":{\"message\":\"" + new string('x', 300 * 1024) + "\"}}");

        Assert.Null(failure.Upstream);
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT", 30)]
    [InlineData("retry-after", "Wed, 31 Dec 2025 23:00:00 GMT", 0)]
    public async Task EveryFormOfRetryAfter_IsRead(string name, string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await ReadAsync(429, "{}", (name, value))).RetryAfter);

    [Theory]
    [InlineData("retry-after", "soon")]
    [InlineData("retry-after-ms", "-5")]
    [InlineData("retry-after-ms", "NaN")]
    [InlineData("retry-after-ms", "99999999999999")]
    public async Task ARetryAfterThatIsNone_IsTheDefault(string name, string value) =>
        Assert.Equal(TimeSpan.FromSeconds(5), (await ReadAsync(429, "{}", (name, value))).RetryAfter);

    private async Task<Failure> ReadAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        var attempt = TestCalls.Send(new TestCalls(_time).Make());
        attempt.Headers = response.Headers;
        return await new UpstreamErrorReader(_budget, _time).ReadAsync(attempt, response, TestContext.Current.CancellationToken);
    }
}
