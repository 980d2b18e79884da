using System.Globalization;
using System.Text;
using Relay.Ledger;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger.Prices;

/// <summary>Which price is in force, and which tier, at the edges.</summary>
public sealed class PriceInForceTests
{
    private static readonly PriceBook Book = PriceBook.Parse(Encoding.UTF8.GetBytes("""
        {"source": "a test", "providers": [{"id": "p", "models": [
          {"id": "dated", "match": {"equals": "dated"}, "prices": [
            {"input": 1, "output": 1},
            {"from": "2026-08-17", "input": 2, "output": 2},
            {"from": "2026-08-17", "utc": ["01:00", "04:00"], "input": 3, "output": 3},
            {"from": "2026-08-17", "utc": ["23:00", "00:30"], "input": 4, "output": 4},
            {"from": "2027-01-01", "input": 5, "output": 5}]},
          {"id": "future", "match": {"equals": "future"}, "prices": [{"from": "2027-01-01", "input": 1, "output": 1}]},
          {"id": "tiered", "match": {"equals": "tiered"}, "prices": [
            {"input": 10, "cached_input": 1, "output": 20, "tiers": [
              {"over": 1000, "input": 30, "output": 40}, {"over": 2000, "input": 50}]}]}
        ]}]}
        """));

    [Theory]
    [InlineData("2020-01-01T02:00:00Z", 1)] // peak hours begin with the date before them
    [InlineData("2026-08-16T23:59:59.9999999Z", 1)]
    [InlineData("2026-08-17T00:00:00Z", 4)]
    [InlineData("2026-08-17T00:29:59.9999999Z", 4)]
    [InlineData("2026-08-17T00:30:00Z", 2)]
    [InlineData("2026-08-17T00:59:59.9999999Z", 2)]
    [InlineData("2026-08-17T01:00:00Z", 3)]
    [InlineData("2026-08-17T03:59:59.9999999Z", 3)]
    [InlineData("2026-08-17T04:00:00Z", 2)]
    [InlineData("2026-08-17T13:59:59+14:00", 1)] // the 16th in UTC
    [InlineData("2026-08-16T22:00:00-04:00", 3)] // the 17th in UTC
    [InlineData("2026-12-31T22:59:59Z", 2)]
    [InlineData("2027-01-01T02:00:00Z", 5)]
    public void ThePrice_IsTheLastThatIsInForce_InUtc(string at, int rate)
    {
        var moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        Assert.Equal(rate, Book.Find("p", "dated", moment)?.Rates.Input);
    }

    [Fact]
    public void BeforeTheFirstPrice_ThereIsNone()
    {
        Assert.Null(Book.Find("p", "future", new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.True(Book.Knows("p", "future"));
        var price = Book.Find("p", "future", new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateOnly(2027, 1, 1), price?.EffectiveFrom);
        Assert.Equal("p/future", price?.Id);
    }

    [Theory]
    [InlineData(1000, 0, 1000 * 10)]
    [InlineData(1001, 0, 1001 * 30)]
    [InlineData(2000, 0, 2000 * 30)]
    [InlineData(2001, 0, 2001 * 50)]
    [InlineData(1001, 1000, (1 * 30) + (1000 * 1))] // cached input counts towards the tier, at its own rate
    public void ATier_IsForTheWholeCall_WhoseInputIsOverItsThreshold(long input, long cached, long cost)
    {
        var price = Book.Find("p", "tiered", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))!;
        Assert.Equal(cost, price.CostOf(new Usage { Input = input, CachedInput = cached }));
    }

    [Fact]
    public void Output_IsInTheTierOfTheInput()
    {
        var price = Book.Find("p", "tiered", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))!;
        Assert.Equal(20, price.CostOf(new Usage { Output = 1 }));
        Assert.Equal((1001 * 30) + 40, price.CostOf(new Usage { Input = 1001, Output = 1 }));

        // Where the total is not said, its parts are the least that it can be.
        Assert.Equal((1001 * 1) + 40, price.CostOf(new Usage { CachedInput = 1001, Output = 1 }));
    }
}
