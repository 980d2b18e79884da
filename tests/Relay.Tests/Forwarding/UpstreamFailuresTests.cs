using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Forwarding;

namespace Relay.Tests.Forwarding;

/// <summary>The table of docs/errors.md: what a provider's status and code become, and whether the next target is tried.</summary>
public sealed class UpstreamFailuresTests
{
    private static readonly UpstreamError Body = new("{}"u8.ToArray(), new HeaderDictionary());

    [Theory]
    [InlineData(400, null, 400, "upstream_error", "Caller", false)]
    [InlineData(400, "context_length_exceeded", 400, "context_length_exceeded", "Caller", true)]
    [InlineData(413, null, 413, "upstream_error", "Caller", false)]
    [InlineData(422, null, 422, "upstream_error", "Caller", false)]
    [InlineData(401, "invalid_api_key", 503, "upstream_account", "Relay", true)]
    [InlineData(402, null, 503, "upstream_account", "Relay", true)]
    [InlineData(403, null, 503, "upstream_account", "Relay", true)]
    [InlineData(429, "insufficient_quota", 503, "upstream_account", "Relay", true)]
    [InlineData(404, "model_not_found", 404, "model_not_found", "Provider", true)]
    [InlineData(408, null, 408, "upstream_error", "Provider", true)]
    [InlineData(409, null, 409, "upstream_error", "Provider", true)]
    [InlineData(429, "rate_limit_exceeded", 429, "rate_limit_exceeded", "Provider", true)]
    [InlineData(500, null, 500, "upstream_error", "Provider", true)]
    [InlineData(502, null, 502, "upstream_error", "Provider", true)]
    [InlineData(503, null, 503, "upstream_error", "Provider", true)]
    [InlineData(529, "overloaded_error", 503, "upstream_overloaded", "Provider", true)]
    [InlineData(302, null, 502, "upstream_error", "Provider", true)]
    public void AStatus_BecomesWhatTheTableSays(int status, string? code, int expected, string expectedCode, string side, bool movesOn)
    {
        var failure = UpstreamFailures.FromStatus(status, code, null, Body);

        Assert.Equal(
            (expected, expectedCode, side, movesOn),
            (failure.Status, failure.Code, failure.Side.ToString(), RetryTable.Of(failure).Step != RetryStep.Fail));
    }

    // What an account lacks for an operation is not what it lacks for all else.
    [Theory]
    [InlineData(403, null, 400, "dialect_unavailable", "Caller", true)]
    [InlineData(403, "content_filter", 403, "content_filter", "Caller", false)]
    [InlineData(404, null, 404, "upstream_error", "Caller", true)]
    [InlineData(400, "model_not_found", 400, "model_not_found", "Caller", true)]
    [InlineData(401, null, 503, "upstream_account", "Relay", true)]
    [InlineData(402, null, 503, "upstream_account", "Relay", true)]
    [InlineData(403, "insufficient_quota", 503, "upstream_account", "Relay", true)]
    public void AnOperationsStatus_IsTheAccountsTroubleOnlyWhereItTakesThatOut(
        int status, string? code, int expected, string expectedCode, string side, bool movesOn)
    {
        var failure = UpstreamFailures.FromStatus(status, code, null, Body, isOfOperation: true);

        Assert.Equal(
            (expected, expectedCode, side, movesOn, expectedCode is not ("upstream_account" or "dialect_unavailable")),
            (failure.Status, failure.Code, failure.Side.ToString(), RetryTable.Of(failure).Step != RetryStep.Fail, failure.Upstream == Body));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(529)]
    public void WhatIsRelaysTrouble_DoesNotShowTheProvidersWords(int status) =>
        Assert.Null(UpstreamFailures.FromStatus(status, null, null, Body).Upstream);

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(529)]
    public void WhoeverIsToComeBack_IsToldWhen(int status) =>
        Assert.NotNull(UpstreamFailures.FromStatus(status, null, null, Body).RetryAfter);

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(529)]
    public void TheProvidersOwnRetryAfter_IsKept(int status) => Assert.Equal(
        TimeSpan.FromSeconds(17), UpstreamFailures.FromStatus(status, null, TimeSpan.FromSeconds(17), Body).RetryAfter);

    [Fact]
    public void AnErrorInsideAnAnswer_MovesOn_AndQuotaIsRelaysTrouble()
    {
        var failure = UpstreamFailures.FromErrorEvent("server_error", Body);
        Assert.Equal((502, "server_error", true), (failure.Status, failure.Code, RetryTable.Of(failure).Step != RetryStep.Fail));
        Assert.Same(Body, failure.Upstream);

        Assert.Equal(FailureCode.UpstreamAccount, UpstreamFailures.FromErrorEvent("insufficient_quota", Body).Code);
    }
}
