namespace Relay.Management;

/// <summary>The answer to <c>PUT /api/config</c>.</summary>
/// <param name="Version">The version that is in force now.</param>
internal sealed record ConfigPut(long Version);
