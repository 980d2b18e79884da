namespace Relay.Storage;

/// <summary>A secret or a token as it was just given out. Not a record: those write their members when they are printed.</summary>
public sealed class FreshSecret
{
    /// <summary>What proves who one is.</summary>
    public required string Value { get; init; }

    /// <summary>Which version of it this is; null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>From when on another is fetched beside its use.</summary>
    public required DateTimeOffset RefreshAt { get; init; }

    /// <summary>From when on it is of no use. Default never.</summary>
    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>A token that lives for so long.</summary>
    /// <param name="value">The token.</param>
    /// <param name="lifetime">How long it lives; more than zero.</param>
    /// <param name="askedAt">When it was asked for, which is before its life began.</param>
    public static FreshSecret Token(string value, TimeSpan lifetime, DateTimeOffset askedAt)
    {
        // A request takes a while to arrive, and clocks differ.
        var margin = lifetime / 10 < MostMargin ? lifetime / 10 : MostMargin;
        return new() { Value = value, RefreshAt = askedAt + (lifetime * 0.7), ExpiresAt = askedAt + lifetime - margin };
    }

    private static readonly TimeSpan MostMargin = TimeSpan.FromSeconds(30);
}
