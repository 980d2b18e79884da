using Relay.Storage;

namespace Relay.Management;

/// <summary>A secret as admins see it: all but its value.</summary>
/// <param name="Name">Its name where it is kept.</param>
/// <param name="Version">The version in force; null when it has none.</param>
/// <param name="CreatedAt">When that was made; null when that is not known.</param>
/// <param name="AgeSeconds">How long ago that was.</param>
/// <param name="Accounts">The accounts that use it.</param>
/// <param name="Fault">Why it cannot be used; null when nothing is known against it.</param>
internal sealed record SecretView(
    string Name, string? Version, DateTimeOffset? CreatedAt, long? AgeSeconds, IReadOnlyList<string> Accounts, SecretFault? Fault);
