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
    }

    /// <summary>What the call is sent to.</summary>
    public Account Account { get; }

    /// <summary>The provider's name of the model.</summary>
    public string Model { get; }

    /// <summary>That name as a JSON string in UTF-8, quotes included.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    /// <summary>The price in force at a time; null when there is none.</summary>
    public Price? PriceAt(DateTimeOffset now)
    {
        var minute = now.UtcTicks / PriceLifetime;
        var known = _price;
        if (known is null || known.Minute != minute)
            _price = known = new(minute, _findPrice(Account, Model, now));
        return known.Price;
    }

    private sealed record PriceInForce(long Minute, Price? Price);
}
