namespace Relay.Ledger.Prices;

/// <summary>A part of every day, in UTC, such as a provider's peak hours.</summary>
/// <param name="Start">The first moment of it.</param>
/// <param name="End">The first moment after it; before <paramref name="Start"/> when it runs over midnight.</param>
internal readonly record struct UtcHours(TimeOnly Start, TimeOnly End)
{
    /// <summary>Whether the moment lies in it.</summary>
    public bool Contains(DateTimeOffset at) => TimeOnly.FromTimeSpan(at.UtcDateTime.TimeOfDay).IsBetween(Start, End);
}
