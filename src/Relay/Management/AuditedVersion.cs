namespace Relay.Management;

/// <summary>A version of the config or of a secret, as the audit shows it.</summary>
/// <param name="Version">The version; null where it has none.</param>
internal sealed record AuditedVersion(string? Version);
