namespace Relay.Health;

/// <summary>One breaker that is open.</summary>
/// <param name="Model">The provider's name of the model; null for the account as a whole.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when.</param>
/// <param name="By">What opened it.</param>
/// <param name="Reason">The code of the failure.</param>
internal sealed record OpenEntry(string? Model, DateTimeOffset Since, DateTimeOffset Until, OpenedBy By, string Reason);
