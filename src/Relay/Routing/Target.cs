using System.Text.Json;
using Relay.Ledger.Prices;

namespace Relay.Routing;

/// <summary>One account with the provider's own name for the model.</summary>
internal sealed class Target
{
    // Prices change by date and by hour of the day, never within a minute.
    private static readonly long PriceLifetime = TimeSpan.TicksPerMinute;

    private readonly Func<Account, string, DateTimeOffset, Price?> _findPrice;
    private PriceInForce? _price;

    internal Target(Account account, string model, Func<Account, string, DateTimeOffset, Price?> findPrice)
    {
        Account = account;
        Model = model;
        ModelJson = JsonSerializer.SerializeToUtf8Bytes(model);
        _findPrice = findPrice;
        Identity = StableHash.Of(model, StableHash.Of(account.Id));
    }

    /// <summary>What the call is sent to.</summary>
    public Account Account { get; }

    /// <summary>The provider's name of the model.</summary>
    public string Model { get; }

    /// <summary>Its tier: the targets of a higher number are tried after all of a lower one.</summary>
    public int Priority { get; init; }

    /// <summary>Its part of the calls beside the others of its tier, 0 to 1000; with 0 it is tried after them.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>A hash of account and model that is the same in every process.</summary>
    public ulong Identity { get; }

    /// <summary>That name as a JSON string in UTF-8, quotes included.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    /// <summary>The price in force at a time; null when there is none.</summary>
    public Price? PriceAt(DateTimeOffset now) => InForceAt(now).Price;

    /// <summary>
    /// What a million tokens cost in dollars, three of input to one of output, which is about what agents send; null
    /// when there is no price.
    /// </summary>
    public double? PricePerMillion(DateTimeOffset now) => InForceAt(now).PerMillion;

    private PriceInForce InForceAt(DateTimeOffset now)
    {
        var minute = now.UtcTicks / PriceLifetime;
        var known = _price;
        if (known is null || known.Minute != minute)
            _price = known = PriceInForce.Of(minute, _findPrice(Account, Model, now));
        return known;
    }

    private sealed record PriceInForce(long Minute, Price? Price, double? PerMillion)
    {
        // A nano-dollar a token is a thousandth of a dollar a million.
        public static PriceInForce Of(long minute, Price? price) =>
            new(minute, price, price is null ? null : (double)((3 * price.Rates.Input) + price.Rates.Output) / 4 / 1000);
    }
}
