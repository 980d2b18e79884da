using Relay.Storage;

namespace Relay.Tests.Storage;

public sealed partial class KeptSecretTests
{
    [Theory]
    [InlineData(SecretFault.Unreachable, true)]
    [InlineData(SecretFault.Throttled, true)]
    [InlineData(SecretFault.Denied, true)]
    [InlineData(SecretFault.Refused, true)]
    [InlineData(SecretFault.Missing, false)]
    [InlineData(SecretFault.Disabled, false)]
    public async Task WhileItCannotBeFetched_TheKnownOneServes_UnlessItIsGone(SecretFault fault, bool serves)
    {
        Now(Fresh("a"));
        await _kept.GetAsync(Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        Fails(fault);

        Assert.Equal(serves ? "a" : null, (await _kept.RefreshAsync("a", Token))?.Value);
        Assert.Equal(serves ? "a" : null, (await _kept.GetAsync(Token))?.Value);
        Assert.Equal((fault, 2), (_kept.Fault, _fetches));
    }

    [Fact]
    public async Task FailuresAreFarther_AndFartherApart()
    {
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 16 })
        {
            Fails(SecretFault.Unreachable);
            var before = _fetches;
            Assert.Null(await _kept.GetAsync(Token));
            _time.Advance(TimeSpan.FromSeconds(wait - 0.1));
            Assert.Null(await _kept.GetAsync(Token));
            Assert.Equal(before + 1, _fetches);
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        Now(Fresh("a"));
        Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);
        Assert.Null(_kept.Fault);
    }

    [Fact]
    public async Task AServerThatSaysHowLong_IsLeftAloneForSoLong()
    {
        Fails(SecretFault.Throttled, TimeSpan.FromSeconds(30));
        await _kept.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Null(await _kept.GetAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Now(Fresh("a"));

        Assert.Equal(("a", 2), ((await _kept.GetAsync(Token))!.Value, _fetches));
    }

    [Fact]
    public async Task AServerThatGivesTheOldTokenAgain_IsNotAskedByEveryCall()
    {
        var old = Fresh("a");
        Now(old);
        await _kept.GetAsync(Token);
        _time.Advance(Lifetime * 0.8);
        Now(old);
        await _kept.RefreshAsync("a", Token);
        for (var i = 0; i < 10; i++) Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);

        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task AFault_InTheFetchItself_ReachesTheCall_AndIsNotForever()
    {
        lock (_answers) _answers.Enqueue(() => throw new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _kept.GetAsync(Token).AsTask());
        Now(Fresh("a"));

        Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);
    }
}
