using System.Text.Json;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger.Prices;

/// <summary>The price list that ships is sane in every entry.</summary>
public sealed class ShippedPricesTests
{
    private static readonly IReadOnlyList<string> Providers = [.. PriceBook.Default.Providers];

    private static readonly IReadOnlyList<PricedModel> Models =
        [.. Providers.SelectMany(id => PriceBook.Default.PricesOf(id)!.Models)];

    [Fact]
    public void TheList_HasEveryProviderAndModelOfTheFile()
    {
        using var file = JsonDocument.Parse(Resource("prices.json"));
        var providers = file.RootElement.GetProperty("providers");
        Assert.Equal(providers.GetArrayLength(), Providers.Count);
        var models = providers.EnumerateArray().Sum(provider => provider.GetProperty("models").GetArrayLength());
        Assert.Equal(models, Models.Count);
        Assert.True(Providers.Count >= 40 && Models.Count >= 1500, "The list has shrunk.");
    }

    [Fact]
    public void TheFile_SaysWhereItIsFrom_AndCarriesTheLicence()
    {
        using var file = JsonDocument.Parse(Resource("prices.json"));
        Assert.Equal("@pydantic/genai-prices", file.RootElement.GetProperty("source").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+$", file.RootElement.GetProperty("version").GetString());
        Assert.True(DateOnly.TryParseExact(file.RootElement.GetProperty("released").GetString(), "yyyy-MM-dd", out _));
        using var notice = new StreamReader(Resource("prices.NOTICE.txt"));
        var text = notice.ReadToEnd();
        Assert.Contains("Copyright (c) Pydantic Services Inc.", text, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_AreBelowTheDearestEverListed()
    {
        // o1-pro's output, at $600 per million tokens; Rates itself refuses negative ones.
        const decimal Dearest = 600_000;
        Assert.All(AllRates(), rates => Assert.All(PerToken(rates), rate => Assert.InRange(rate ?? 0, 0, Dearest)));
        Assert.All(AllRates(), rates => Assert.InRange(rates.Request, 0, 20_000_000));
    }

    [Fact]
    public void CachedInput_IsSeldomDearerThanFresh()
    {
        var odd = Models
            .Where(model => model.Prices.Any(price => price.Rates.CachedInput > price.Rates.Input)).ToList();
        Assert.True(odd.Count <= Models.Count / 100, string.Join(", ", odd.Select(model => model.Id)));
    }

    [Fact]
    public void FreeModels_AreFreeInEveryKind_AndFew()
    {
        var free = Models.Count(model =>
            model.Prices.Any(price => PerToken(price.Rates).All(rate => rate is null or 0)));
        Assert.InRange(free, 1, Models.Count / 8);
    }

    [Fact]
    public void Dates_Rise_AndTheFirstPriceHasNone()
    {
        Assert.All(Models.Where(model => model.Prices.Count > 0), model =>
        {
            Assert.Null(model.Prices[0].EffectiveFrom);
            var dates = model.Prices.Skip(1).Where(price => price.Hours is null)
                .Select(price => price.EffectiveFrom!.Value).ToList();
            Assert.Equal(dates.Order(), dates);
            Assert.All(dates, date => Assert.InRange(date.Year, 2020, 2030));
        });
    }

    [Fact]
    public void Tiers_HaveRisingThresholds_OfAtLeastAThousandTokens()
    {
        Assert.All(Models.SelectMany(model => model.Prices), price =>
        {
            var thresholds = price.Tiers.Select(tier => tier.Over).ToList();
            Assert.Equal(thresholds.Distinct().Order(), thresholds);
            Assert.All(thresholds, over => Assert.True(over >= 1000));
        });
    }

    [Fact]
    public void AnIdThatItsEntryMatches_IsFound()
    {
        var lost = Providers.SelectMany(id => PriceBook.Default.PricesOf(id)!.Models
            .Where(model => model.Match.IsMatch(model.Id.ToLowerInvariant()) && !PriceBook.Default.Knows(id, model.Id))
            .Select(model => $"{id}/{model.Id}"));
        Assert.Empty(lost);
    }

    [Fact]
    public void AModelToChoose_HasAWholeName()
    {
        Assert.All(Models.Select(model => model.ListedAs).OfType<string>(), name => Assert.DoesNotMatch("^ft:|[-:]$", name));
        Assert.All(Models.Where(model => model.ListedAs is { } name && name != model.Id), model => Assert.True(model.Match.IsMatch(model.ListedAs!), model.Id));
        Assert.InRange(Models.Count(model => model.ListedAs is null), 100, Models.Count / 8);
    }

    private static IEnumerable<Rates> AllRates() => Models.SelectMany(model => model.Prices)
        .SelectMany(price => price.Tiers.Select(tier => tier.Rates).Prepend(price.Rates));

    private static IReadOnlyList<decimal?> PerToken(Rates rates) =>
    [
        rates.Input, rates.CachedInput, rates.CacheWrite, rates.CacheWrite1h, rates.AudioInput, rates.CachedAudioInput,
        rates.Output, rates.Reasoning, rates.AudioOutput,
    ];

    private static Stream Resource(string name) => typeof(PriceBook).Assembly.GetManifestResourceStream(name)!;
}
