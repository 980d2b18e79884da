using System.Runtime.CompilerServices;

namespace Relay.Ledger.Prices;

/// <summary>
/// What one token of each kind costs, in nano-dollars: $1 per million tokens is 1000 nano-dollars per token.
/// </summary>
/// <remarks>A kind that is null costs what the kind costs that it is a part of.</remarks>
/// <exception cref="ArgumentOutOfRangeException">A rate is negative or above its ceiling.</exception>
internal sealed record Rates
{
    /// <summary>
    /// The highest rate of a token: ten cents. The dearest that was ever listed is $600 per million; a rate
    /// above this is a slip of units. With it no sum of costs can overflow a <see cref="decimal"/>.
    /// </summary>
    public const decimal MaxPerToken = 100_000_000;

    /// <summary>The highest fee of one request: a thousand dollars.</summary>
    public const decimal MaxPerRequest = 1_000_000_000_000;

    /// <summary>Fresh input.</summary>
    public required decimal Input { get; init => field = Checked(value); }

    /// <summary>Input read from a prompt cache; null: as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init => field = Checked(value); }

    /// <summary>Input written to a prompt cache (Anthropic: for five minutes); null: as <see cref="Input"/>.</summary>
    public decimal? CacheWrite { get; init => field = Checked(value); }

    /// <summary>Input written to a prompt cache for an hour; null: as <see cref="CacheWrite"/>.</summary>
    public decimal? CacheWrite1h { get; init => field = Checked(value); }

    /// <summary>Audio input; null: as <see cref="Input"/>.</summary>
    public decimal? AudioInput { get; init => field = Checked(value); }

    /// <summary>
    /// Audio read from a prompt cache; null: as <see cref="AudioInput"/>, or else as <see cref="CachedInput"/>.
    /// </summary>
    public decimal? CachedAudioInput { get; init => field = Checked(value); }

    /// <summary>Output. Zero for embeddings, which have none.</summary>
    public required decimal Output { get; init => field = Checked(value); }

    /// <summary>Reasoning; null: as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init => field = Checked(value); }

    /// <summary>Audio output; null: as <see cref="Output"/>.</summary>
    public decimal? AudioOutput { get; init => field = Checked(value); }

    /// <summary>A fee for each request, whatever its tokens; up to <see cref="MaxPerRequest"/>.</summary>
    public decimal Request { get; init => field = Checked(value, MaxPerRequest); }

    private static decimal Checked(
        decimal value, decimal max = MaxPerToken, [CallerMemberName] string? name = null) =>
        value >= 0 && value <= max
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"A rate is between 0 and {max} nano-dollars.");

    private static decimal? Checked(decimal? value, [CallerMemberName] string? name = null) =>
        value is { } rate ? Checked(rate, MaxPerToken, name) : null;
}
