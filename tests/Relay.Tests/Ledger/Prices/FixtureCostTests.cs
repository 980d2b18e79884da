using System.Globalization;
using System.Text.Json;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger.Prices;

/// <summary>Real usage bodies cost what genai-prices' own data set expects of them.</summary>
public sealed class FixtureCostTests(ITestOutputHelper output)
{
    // The bodies have no date; the expectations are those of this day. Noon is outside every provider's peak hours.
    private static readonly DateTimeOffset At = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    // Models whose price changed on that day or shortly before, where the data set still expects the older price.
    private static readonly Dictionary<string, DateTimeOffset> Older = new()
    {
        ["gpt-5.6-sol"] = new(2026, 8, 20, 12, 0, 0, TimeSpan.Zero),
        ["mistral-medium-latest"] = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero),
    };

    // Where the price list and the data set of the same project disagree: genai-prices' own calculation gives what
    // Relay's does, and not what its data set expects.
    private static readonly Dictionary<(string, string), string> Disputed = new()
    {
        [("google", "claude-sonnet-4-5-20250929")] = "the data set has no tier for over 200,000 tokens",
        [("mistral", "ministral-8b-latest")] = "the data set has $0.10 and $1, which was never in the list",
    };

    [Fact]
    public void RecordedBodies_CostWhatTheDataSetExpects()
    {
        Assert.SkipWhen(Fixtures.Find("usage-costs.json") is null, Fixtures.Absent);
        using var set = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Find("usage-costs.json")!));
        var covered = 0;
        var rest = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();

        foreach (var entry in set.RootElement.EnumerateArray())
        {
            foreach (var expected in entry.GetProperty("expected").EnumerateArray())
            {
                var body = entry.GetProperty("body");
                var provider = expected.GetProperty("provider_id").GetString()!;
                var flavour = expected.GetProperty("api_flavor").GetString()!;
                var model = body.TryGetProperty("model", out var named) ? named : body.GetProperty("modelVersion");
                var name = model.GetString()!;
                var price = PriceBook.Default.Find(provider, name, Older.GetValueOrDefault(name, At));
                var dollars = Dollars(expected, "input_price") + Dollars(expected, "output_price");
                var wanted = decimal.Round(1_000_000_000m * dollars, 0, MidpointRounding.AwayFromZero);
                var cost = price?.CostOf(RecordedUsage.From(flavour, body));
                if (price is null || (cost != wanted && Disputed.ContainsKey((provider, name))))
                {
                    var reason = price is null ? $"no price for {name}" : $"{name}, {Disputed[(provider, name)]}";
                    rest[$"{provider}: {reason}"] = rest.GetValueOrDefault($"{provider}: {reason}") + 1;
                    continue;
                }

                covered++;
                if (cost != wanted) wrong.Add($"{provider} {flavour} {name}: {cost}, not {wanted} ({price.Id})");
            }
        }

        foreach (var (reason, count) in rest) output.WriteLine($"not covered, {reason}: {count}");
        var total = covered + rest.Values.Sum();
        output.WriteLine($"{covered} of {total} bodies covered");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(covered >= 0.99 * total, $"Only {covered} of {total} bodies are covered.");
    }

    private static decimal Dollars(JsonElement expected, string name) =>
        decimal.Parse(expected.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
