using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Relay.Health;

/// <summary>What a provider says of its own limits in the headers of an answer.</summary>
/// <param name="Headroom">What is left of the tightest of them, 0 to 1.</param>
/// <param name="Reset">When that one is whole again; null when it did not say.</param>
/// <remarks>
/// https://platform.openai.com/docs/guides/rate-limits (durations such as <c>6m0s</c>, <c>20ms</c>),
/// https://docs.anthropic.com/en/api/rate-limits (instants of RFC 3339).
/// </remarks>
internal readonly partial record struct RateLimits(double Headroom, DateTimeOffset? Reset)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly (string Limit, string Remaining, string Reset)[] Names =
    [
        .. ((string[])["requests", "tokens"]).Select(static what =>
            ($"x-ratelimit-limit-{what}", $"x-ratelimit-remaining-{what}", $"x-ratelimit-reset-{what}")),
        .. ((string[])["requests", "tokens", "input-tokens", "output-tokens"]).Select(static what =>
            ($"anthropic-ratelimit-{what}-limit", $"anthropic-ratelimit-{what}-remaining", $"anthropic-ratelimit-{what}-reset")),
    ];

    /// <summary>Reads them; null when there are none.</summary>
    public static RateLimits? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        RateLimits? tightest = null;
        foreach (var (limitName, remainingName, resetName) in Names)
        {
            if (Number(headers, limitName) is not (> 0 and var limit) || Number(headers, remainingName) is not { } remaining) continue;
            var headroom = Math.Clamp(remaining / limit, 0, 1);
            if (tightest is { } known && known.Headroom <= headroom) continue;
            tightest = new(headroom, Text(headers, resetName) is { } reset ? ParseReset(reset, now) : null);
        }

        return tightest;
    }

    /// <summary>Reads a time of reset: a duration, a number of seconds, or an instant. Null when it is none of these.</summary>
    public static DateTimeOffset? ParseReset(string text, DateTimeOffset now)
    {
        if (text.Length is 0 or > 64) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= Longest.TotalSeconds ? now + TimeSpan.FromSeconds(seconds) : null;
        if (DurationPattern().Match(text) is { Success: true } match)
        {
            var wait = TimeSpan.Zero;
            foreach (var (group, unit) in (ReadOnlySpan<(string, TimeSpan)>)
                [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
                 ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1))])
            {
                if (match.Groups[group] is { Success: true } part)
                    wait += unit * double.Parse(part.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            }

            return wait <= Longest ? now + wait : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at - now <= Longest ? at : null;
    }

    private static double? Number(HttpResponseHeaders headers, string name) =>
        Text(headers, name) is { } text
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    // Each part short, so that no number is beyond all bounds.
    [GeneratedRegex(@"^(?=.)(?:(?<d>[0-9]{1,3})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m(?!s))?(?:(?<s>[0-9]{1,6}(?:\.[0-9]{1,9})?)s)?(?:(?<ms>[0-9]{1,9}(?:\.[0-9]{1,9})?)ms)?\z")]
    private static partial Regex DurationPattern();
}
