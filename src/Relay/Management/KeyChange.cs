namespace Relay.Management;

/// <summary>The body of <c>PATCH /api/keys/{id}</c>. What is not given stays as it is.</summary>
/// <param name="Disabled">Whether the key is switched off.</param>
/// <param name="MaxConcurrency">How many of its calls may run at once; 0 for no limit.</param>
internal sealed record KeyChange(bool? Disabled = null, int? MaxConcurrency = null);
