using Relay.Failures;

namespace Relay.Management;

/// <summary>The answer to <c>PUT /api/config</c>.</summary>
/// <param name="Version">The version that is in force now.</param>
/// <param name="Warnings">What keeps parts of it from working for now; empty when nothing does.</param>
internal sealed record ConfigPut(long Version, IReadOnlyList<FailureDetail> Warnings);
