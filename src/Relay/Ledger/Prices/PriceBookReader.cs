using System.Text.Json;
using static Relay.Ledger.Prices.PriceJson;

namespace Relay.Ledger.Prices;

/// <summary>
/// Reads prices.json. By hand, for this runs at every cold start: a serializer takes longer to warm up than this to run.
/// </summary>
internal static class PriceBookReader
{
    public static List<ProviderPrices> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        List<ProviderPrices> providers = [];
        while (NextProperty(ref reader, out var name))
        {
            if (name == "providers") providers = List(ref reader, ReadProvider);
            else reader.Skip();
        }

        return providers;
    }

    private static ProviderPrices ReadProvider(ref Utf8JsonReader reader)
    {
        string? id = null;
        List<string> fallback = [];
        List<PricedModel> models = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = Text(ref reader); break;
                case "fallback": fallback = List(ref reader, Text); break;
                case "models":
                    var provider = id ?? throw new JsonException("A provider's id must come before its models.");
                    models = List(ref reader, (ref Utf8JsonReader r) => ReadModel(ref r, provider));
                    break;
                case "name" or "pricing": reader.Skip(); break;
                default: throw Unknown(name);
            }
        }

        return new ProviderPrices(id ?? throw new JsonException("A provider without an id."), fallback, models);
    }

    private static PricedModel ReadModel(ref Utf8JsonReader reader, string provider)
    {
        string? id = null;
        ModelMatch? match = null;
        List<Price> prices = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = Text(ref reader); break;
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
        return new PricedModel(id, match, prices);
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
            "regex" => new ModelMatch.Pattern(Text(ref reader)),
            "or" => new ModelMatch.Any(List(ref reader, ReadMatch)),
            "and" => new ModelMatch.All(List(ref reader, ReadMatch)),
            "not" => new ModelMatch.Not(ReadMatch(ref reader)),
            _ => throw Unknown(name),
        };
        if (NextProperty(ref reader, out name)) throw Unknown(name);
        return match;
    }
}
