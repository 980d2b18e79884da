using Relay.Health;

namespace Relay.Tests.Health;

public sealed class RateLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("6m0s", 360)]
    [InlineData("20ms", 0.02)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("1m30ms", 60.03)]
    [InlineData("12.5", 12.5)]
    [InlineData("2026-01-01T00:00:30Z", 30)]
    public void EveryFormOfAReset_IsRead(string text, double seconds) =>
        Assert.Equal(Now + TimeSpan.FromSeconds(seconds), RateLimits.ParseReset(text, Now));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("99999999999999")]
    [InlineData("999999h")]
    [InlineData("5x")]
    [InlineData("2099-01-01T00:00:00Z")]
    public void WhatIsNoReset_IsNone(string text) => Assert.Null(RateLimits.ParseReset(text, Now));

    [Fact]
    public void TheTightestLimit_Counts()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("x-ratelimit-limit-requests", "100");
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-requests", "80");
        response.Headers.TryAddWithoutValidation("x-ratelimit-reset-requests", "1s");
        response.Headers.TryAddWithoutValidation("x-ratelimit-limit-tokens", "1000");
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-tokens", "50");
        response.Headers.TryAddWithoutValidation("x-ratelimit-reset-tokens", "6m0s");

        Assert.Equal(new RateLimits(0.05, Now.AddMinutes(6)), RateLimits.Read(response.Headers, Now));
    }

    [Fact]
    public void AnthropicsHeaders_AreRead()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("anthropic-ratelimit-output-tokens-limit", "8000");
        response.Headers.TryAddWithoutValidation("anthropic-ratelimit-output-tokens-remaining", "0");
        response.Headers.TryAddWithoutValidation("anthropic-ratelimit-output-tokens-reset", "2026-01-01T00:00:45Z");

        Assert.Equal(new RateLimits(0, Now.AddSeconds(45)), RateLimits.Read(response.Headers, Now));
    }

    [Theory]
    [InlineData("0", "5")]
    [InlineData("x", "5")]
    [InlineData("100", "")]
    public void HeadersThatSayNothing_AreNone(string limit, string remaining)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("x-ratelimit-limit-requests", limit);
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-requests", remaining);

        Assert.Null(RateLimits.Read(response.Headers, Now));
    }
}
