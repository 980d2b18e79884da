using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>A token that somebody gives out for a while.</summary>
internal sealed class IssuedCredential(Func<CancellationToken, Task<FreshSecret>> issue, TimeProvider time) : IAccountCredential
{
    private readonly KeptSecret _token = new(issue, time);

    /// <inheritdoc/>
    public SecretFault? Fault => _token.Fault;

    /// <inheritdoc/>
    public bool IsToken => true;

    /// <inheritdoc/>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken) =>
        (await _token.GetAsync(cancellationToken))?.Value;

    /// <inheritdoc/>
    public async ValueTask<string?> RenewAsync(string refused, CancellationToken cancellationToken) =>
        (await _token.RefreshAsync(refused, cancellationToken))?.Value;
}
