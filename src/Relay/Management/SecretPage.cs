namespace Relay.Management;

/// <summary>All secrets, by name.</summary>
/// <param name="Data">The secrets.</param>
/// <param name="ReadOnly">Why they cannot be set here; null when they can.</param>
internal sealed record SecretPage(IReadOnlyList<SecretView> Data, string? ReadOnly);
