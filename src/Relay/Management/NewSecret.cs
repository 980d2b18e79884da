namespace Relay.Management;

/// <summary>The body of <c>PUT /api/secrets/{name}</c>. Not a record: those write their members when they are printed.</summary>
internal sealed class NewSecret
{
    /// <summary>What the secret is to be.</summary>
    public string? Value { get; init; }
}
