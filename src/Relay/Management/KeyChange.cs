namespace Relay.Management;

/// <summary>The body of <c>PATCH /api/keys/{id}</c>.</summary>
/// <param name="Disabled">Whether the key is switched off.</param>
internal sealed record KeyChange(bool? Disabled = null);
