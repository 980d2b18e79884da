using System.Text.Json;
using static Relay.Ledger.Prices.PriceJson;

namespace Relay.Ledger.Prices;

/// <summary>
/// Reads prices.json. By hand, for this runs at every cold start, and a serializer takes longer to warm up.
/// </summary>
internal static class PriceBookReader
{
    /// <summary>Finds the providers in the list, and leaves each unread until it is asked for.</summary>
    public static List<(string Id, Lazy<ProviderPrices> Prices)> Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        List<(string, Lazy<ProviderPrices>)> providers = [];
        while (NextProperty(ref reader, out var name))
        {
            if (name == "providers") providers = List(ref reader, (ref Utf8JsonReader r) => FindProvider(ref r, json));
            else reader.Skip();
        }

        return providers;
    }

    private static (string, Lazy<ProviderPrices>) FindProvider(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        if (!NextProperty(ref reader, out var name) || name != "id")
            throw new JsonException("A provider's id must come first.");

        var id = Text(ref reader);
        while (NextProperty(ref reader, out _)) reader.Skip();

        var provider = json[start..(int)reader.BytesConsumed];
        return (id, new Lazy<ProviderPrices>(() => ReadProvider(provider.Span)));
    }

    private static ProviderPrices ReadProvider(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var id = "";
        List<string> fallback = [];
        List<PricedModel> models = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = Text(ref reader); break;
                case "fallback": fallback = List(ref reader, Text); break;
                case "models":
                    var provider = id;
                    models = List(ref reader, (ref Utf8JsonReader r) => ReadModel(ref r, provider));
                    break;
                case "name" or "pricing": reader.Skip(); break;
                default: throw Unknown(name);
            }
        }

        return new ProviderPrices(fallback, models);
    }

    private static PricedModel ReadModel(ref Utf8JsonReader reader, string provider)
    {
        string? id = null;
        ModelMatch? match = null;
        string? listed = null;
        var isListed = true;
        List<Price> prices = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = Text(ref reader); break;
                case "listed" when reader.TokenType == JsonTokenType.False: isListed = false; break;
                case "listed": listed = Text(ref reader); break;
                case "match": match = ReadMatch(ref reader); break;
                case "prices":
                    var price = $"{provider}/{id}";
                    prices = List(ref reader, (ref Utf8JsonReader r) => PriceReader.Read(ref r, price));
                    break;
                case "context": reader.Skip(); break;
                default: throw Unknown(name);
            }
        }

        if (id is null || match is null) throw new JsonException($"A model of {provider} lacks its id or match.");
        return new PricedModel(id, match, isListed ? listed ?? id : null, prices);
    }

    private static ModelMatch ReadMatch(ref Utf8JsonReader reader)
    {
        if (!NextProperty(ref reader, out var name)) throw new JsonException("An empty match.");
        ModelMatch match = name switch
        {
            "equals" => new ModelMatch.EqualTo(Text(ref reader)),
            "starts_with" => new ModelMatch.StartsWith(Text(ref reader)),
            "ends_with" => new ModelMatch.EndsWith(Text(ref reader)),
            "contains" => new ModelMatch.Contains(Text(ref reader)),
            "like" => new ModelMatch.Like(Text(ref reader)),
            "or" => new ModelMatch.Any(List(ref reader, ReadMatch)),
            "and" => new ModelMatch.All(List(ref reader, ReadMatch)),
            "not" => new ModelMatch.Not(ReadMatch(ref reader)),
            _ => throw Unknown(name),
        };
        if (NextProperty(ref reader, out name)) throw Unknown(name);
        return match;
    }
}
