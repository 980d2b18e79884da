namespace Relay.Management;

/// <summary>Why an account has nothing to show to its provider.</summary>
/// <param name="Secret">The name of the secret that cannot be had; null when it is a token.</param>
/// <param name="Fault">Why not, as <c>GET /api/secrets</c> says it.</param>
internal sealed record CredentialFault(string? Secret, string Fault);
