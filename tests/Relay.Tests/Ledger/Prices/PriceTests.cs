using Relay.Ledger;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger.Prices;

public sealed class PriceTests
{
    private static readonly Price Plain = Of(new Rates { Input = 1000, Output = 2000 });

    private static readonly Price Full = Of(new Rates
    {
        Input = 1000,
        CachedInput = 100,
        CacheWrite = 1250,
        CacheWrite1h = 2000,
        AudioInput = 3000,
        CachedAudioInput = 300,
        Output = 4000,
        Reasoning = 5000,
        AudioOutput = 6000,
        Request = 7,
    });

    [Fact]
    public void EachKind_IsChargedAtItsOwnRate_AndOnce()
    {
        var usage = new Usage
        {
            Input = 1_111_111,
            CachedInput = 10_010,
            CacheWriteInput = 1_100,
            CacheWrite1hInput = 100,
            AudioInput = 100_010,
            CachedAudioInput = 10,
            Output = 111,
            Reasoning = 10,
            AudioOutput = 1,
        };

        // Fresh text is what the other kinds leave of the input; a request costs 7 whatever it holds.
        Assert.Equal(
            (1_000_001L * 1000) + (10_000 * 100) + (1_000 * 1250) + (100 * 2000) + (100_000 * 3000) + (10 * 300)
                + (100 * 4000) + (10 * 5000) + (1 * 6000) + 7,
            Full.CostOf(usage));
    }

    [Fact]
    public void KindsWithoutARate_CostWhatTheyArePartOf()
    {
        var usage = new Usage
        {
            Input = 100,
            CachedInput = 40,
            CacheWriteInput = 30,
            CacheWrite1hInput = 10,
            AudioInput = 20,
            CachedAudioInput = 5,
            Output = 50,
            Reasoning = 20,
            AudioOutput = 10,
        };
        Assert.Equal((100 * 1000) + (50 * 2000), Plain.CostOf(usage));
    }

    [Fact]
    public void AnHourOfCache_WithoutARate_CostsWhatFiveMinutesDo()
    {
        var price = Of(new Rates { Input = 1000, CacheWrite = 1250, Output = 0 });
        Assert.Equal(10 * 1250, price.CostOf(new Usage { Input = 10, CacheWriteInput = 10, CacheWrite1hInput = 4 }));
    }

    [Fact]
    public void CachedAudio_WithoutARate_CostsWhatAudioDoes_OrElseWhatCacheDoes()
    {
        var usage = new Usage { Input = 10, CachedInput = 10, AudioInput = 10, CachedAudioInput = 10 };
        var rates = new Rates { Input = 1000, CachedInput = 100, Output = 0 };
        Assert.Equal(10 * 3000, Of(rates with { AudioInput = 3000 }).CostOf(usage));
        Assert.Equal(10 * 100, Of(rates).CostOf(usage));
    }

    [Fact]
    public void NothingSaid_CostsNothing() => Assert.Equal(0, Plain.CostOf(default));

    [Fact]
    public void PartsBeyondTheirTotal_AreChargedAsSaid_AndTheRestIsZero()
    {
        var usage = new Usage { Input = 5, CachedInput = 10, Output = 3, Reasoning = 8 };
        Assert.Equal((10 * 100) + (8 * 5000) + 7, Full.CostOf(usage));
        Assert.Equal((10 * 100) + (8 * 5000) + 7, Full.CostOf(usage with { Input = null, Output = null }));
    }

    [Fact]
    public void NegativeCounts_CountAsNothing()
    {
        var usage = new Usage
        {
            Input = -1,
            CachedInput = -5,
            CacheWrite1hInput = -5,
            CachedAudioInput = -5,
            Output = long.MinValue,
            Reasoning = -5,
            AudioOutput = -5,
        };
        Assert.Equal(7, Full.CostOf(usage));
    }

    [Theory]
    [InlineData(0.4, 1, 0)]
    [InlineData(0.5, 1, 1)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.25, 5, 1)]
    public void TheSum_IsRoundedOnce_HalfAwayFromZero(double rate, long tokens, long cost) =>
        Assert.Equal(cost, Of(new Rates { Input = (decimal)rate, Output = 0 }).CostOf(new Usage { Input = tokens }));

    [Fact]
    public void FractionsOfTwoKinds_AddUpBeforeRounding() =>
        Assert.Equal(1, Of(new Rates { Input = 0.3m, Output = 0.3m }).CostOf(new Usage { Input = 1, Output = 1 }));

    [Fact]
    public void TheLargestUsageAtTheLargestRates_StaysAtTheLargestCost()
    {
        var rates = new Rates
        {
            Input = Rates.MaxPerToken,
            CachedInput = Rates.MaxPerToken,
            CacheWrite = Rates.MaxPerToken,
            AudioInput = Rates.MaxPerToken,
            Output = Rates.MaxPerToken,
            Reasoning = Rates.MaxPerToken,
            Request = Rates.MaxPerRequest,
        };
        const long Most = long.MaxValue;
        var usage = new Usage
        {
            Input = Most,
            CachedInput = Most,
            CacheWriteInput = Most,
            CacheWrite1hInput = Most,
            AudioInput = Most,
            CachedAudioInput = Most,
            Output = Most,
            Reasoning = Most,
            AudioOutput = Most,
        };
        Assert.Equal(Most, Of(rates).CostOf(usage));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(100_000_000.1)]
    public void ARateOutOfRange_IsRefused(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rates { Input = (decimal)rate, Output = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.Rates with { Reasoning = (decimal)rate });
    }

    private static Price Of(Rates rates) => new() { Id = "test", Rates = rates };
}
