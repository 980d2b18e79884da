using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>A key out of the secret store.</summary>
internal sealed class StoredCredential(ISecretStore secrets, string name) : IAccountCredential
{
    private bool _malformed;

    /// <inheritdoc/>
    public SecretFault? Fault => _malformed ? SecretFault.Malformed : secrets.FaultOf(name);

    /// <inheritdoc/>
    public bool IsToken => false;

    /// <inheritdoc/>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken) =>
        Check(await secrets.GetAsync(name, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<string?> RenewAsync(string refused, CancellationToken cancellationToken) =>
        Check(await secrets.RefreshAsync(name, refused, cancellationToken));

    // A key with a line feed in it would be left out of the request without a word.
    private string? Check(string? secret)
    {
        _malformed = secret is not null && !HeaderText.IsValid(secret);
        return _malformed ? null : secret;
    }
}
