namespace Relay.Ledger.Prices;

/// <summary>What one model costs at one provider at one time. Never changes, so a caller may keep it.</summary>
internal sealed class Price
{
    /// <summary>Which entry of the price list (or of the configuration) this is, for the record of a call.</summary>
    public required string Id { get; init; }

    /// <summary>What tokens cost in a call that no tier is for.</summary>
    public required Rates Rates { get; init; }

    /// <summary>The first day, in UTC, that this price was in force; null: as long as is known.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The hours of the day that this price is for; null: all.</summary>
    public UtcHours? Hours { get; init; }

    /// <summary>Rates for long inputs, by rising threshold.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];

    /// <summary>
    /// What the provider charges for besides and <see cref="CostOf"/> does not count, such as <c>web_searches</c>
    /// or <c>image_output</c>: where there is any, a cost may be too low.
    /// </summary>
    public IReadOnlyList<string> AlsoCharged { get; init; } = [];

    /// <summary>Whether it is for calls made at that moment; a later price may be too, and then goes first.</summary>
    public bool IsInForce(DateTimeOffset at) =>
        (EffectiveFrom is not { } day || day <= DateOnly.FromDateTime(at.UtcDateTime))
        && (Hours is not { } hours || hours.Contains(at));

    /// <summary>
    /// Whether it tells what a usage costs: pictures that the provider charges at a rate of their own are not in it, and
    /// of an unknown usage only a fee for each request can be told.
    /// </summary>
    public bool Covers(in Usage? usage) => usage is not { } known
        ? Rates is { Request: > 0, Input: 0, Output: 0 }
        : !(known.ImageInput > 0 && AlsoCharged.Contains("image_input")) && !(known.ImageOutput > 0 && AlsoCharged.Contains("image_output"));

    /// <summary>
    /// What the usage costs in nano-dollars: zero or more, rounded once, half away from zero.
    /// Past <see cref="long.MaxValue"/> it stays there.
    /// </summary>
    /// <remarks>
    /// A count that the provider did not say costs nothing. Parts that add up to
    /// more than their total are charged as said, and the rest of the total is zero: rather too much than nothing.
    /// </remarks>
    public long CostOf(in Usage usage)
    {
        var cached = Count(usage.CachedInput);
        var written = Count(usage.CacheWriteInput);
        var written1h = Count(usage.CacheWrite1hInput);
        var audio = Count(usage.AudioInput);
        var cachedAudio = Count(usage.CachedAudioInput);
        var input = Math.Max(Count(usage.Input), cached + written);
        var freshAudio = Rest(audio, cachedAudio);
        var cachedText = Rest(cached, cachedAudio);
        var writtenShort = Rest(written, written1h);

        var reasoning = Count(usage.Reasoning);
        var spoken = Count(usage.AudioOutput);

        var rates = RatesFor(input);
        var cacheWrite = rates.CacheWrite ?? rates.Input;
        var cost = rates.Request
            + (Rest(input, cachedText + cachedAudio + freshAudio + writtenShort + written1h) * rates.Input)
            + (cachedText * (rates.CachedInput ?? rates.Input))
            + (writtenShort * cacheWrite)
            + (written1h * (rates.CacheWrite1h ?? cacheWrite))
            + (freshAudio * (rates.AudioInput ?? rates.Input))
            + (cachedAudio * (rates.CachedAudioInput ?? rates.AudioInput ?? rates.CachedInput ?? rates.Input))
            + (Rest(Count(usage.Output), reasoning + spoken) * rates.Output)
            + (reasoning * (rates.Reasoning ?? rates.Output))
            + (spoken * (rates.AudioOutput ?? rates.Output));

        cost = decimal.Round(cost, 0, MidpointRounding.AwayFromZero);
        return cost >= long.MaxValue ? long.MaxValue : (long)cost;
    }

    /// <summary>The rates that <see cref="CostOf"/> uses for that usage: those of the tier its input falls into.</summary>
    public Rates RatesOf(in Usage usage) =>
        RatesFor(Math.Max(Count(usage.Input), Count(usage.CachedInput) + Count(usage.CacheWriteInput)));

    // Decimal, for sums and products of any two counts fit in it.
    private static decimal Count(long? tokens) => Math.Max(tokens ?? 0, 0);

    private static decimal Rest(decimal total, decimal parts) => Math.Max(total - parts, 0);

    private Rates RatesFor(decimal input)
    {
        var rates = Rates;
        foreach (var tier in Tiers)
        {
            if (input > tier.Over) rates = tier.Rates;
        }

        return rates;
    }
}
