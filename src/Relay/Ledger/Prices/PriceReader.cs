using System.Globalization;
using System.Text.Json;
using static Relay.Ledger.Prices.PriceJson;

namespace Relay.Ledger.Prices;

/// <summary>Reads one dated price of a model in prices.json.</summary>
internal static class PriceReader
{
    /// <summary>Reads the price on which the reader stands.</summary>
    /// <exception cref="JsonException">It is not in the form of prices.json.</exception>
    public static Price Read(ref Utf8JsonReader reader, string id)
    {
        DateOnly? from = null;
        UtcHours? hours = null;
        var rates = new Rates { Input = 0, Output = 0 };
        List<PriceTier> tiers = [];
        List<string> also = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case "from":
                    from = DateOnly.ParseExact(Text(ref reader), "yyyy-MM-dd", CultureInfo.InvariantCulture);
                    break;
                case "utc":
                    hours = ReadHours(ref reader);
                    break;
                case "tiers":
                    // After the rates in the file: a tier says only what it changes.
                    var untiered = rates;
                    tiers = List(ref reader, (ref Utf8JsonReader r) => ReadTier(ref r, untiered));
                    break;
                case "also":
                    also = List(ref reader, Text);
                    break;
                default:
                    rates = WithRate(rates, name, Number(ref reader));
                    break;
            }
        }

        return new Price
        {
            Id = id,
            Rates = rates,
            EffectiveFrom = from,
            Hours = hours,
            Tiers = tiers,
            AlsoCharged = also,
        };
    }

    private static UtcHours ReadHours(ref Utf8JsonReader reader)
    {
        var times = List(ref reader, (ref Utf8JsonReader r) =>
            TimeOnly.ParseExact(Text(ref r), "HH:mm", CultureInfo.InvariantCulture));
        return times is [var start, var end]
            ? new UtcHours(start, end)
            : throw new JsonException("Hours are two times.");
    }

    private static PriceTier ReadTier(ref Utf8JsonReader reader, Rates rates)
    {
        var over = 0L;
        while (NextProperty(ref reader, out var name))
        {
            if (name == "over") over = reader.GetInt64();
            else rates = WithRate(rates, name, Number(ref reader));
        }

        return new PriceTier(over, rates);
    }

    private static Rates WithRate(Rates rates, string kind, decimal rate) => kind switch
    {
        "input" => rates with { Input = rate },
        "cached_input" => rates with { CachedInput = rate },
        "cache_write" => rates with { CacheWrite = rate },
        "cache_write_1h" => rates with { CacheWrite1h = rate },
        "audio_input" => rates with { AudioInput = rate },
        "cached_audio_input" => rates with { CachedAudioInput = rate },
        "output" => rates with { Output = rate },
        "reasoning" => rates with { Reasoning = rate },
        "audio_output" => rates with { AudioOutput = rate },
        "request" => rates with { Request = rate },
        _ => throw Unknown(kind),
    };
}
