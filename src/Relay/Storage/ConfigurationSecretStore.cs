using Microsoft.Extensions.Configuration;

namespace Relay.Storage;

/// <summary>Secrets out of the host's configuration: environment variables, and locally <c>dotnet user-secrets</c>.</summary>
public sealed class ConfigurationSecretStore(IConfiguration configuration) : ISecretStore
{
    /// <inheritdoc/>
    public ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        var secret = configuration[name]?.Trim();
        return new(string.IsNullOrEmpty(secret) ? null : secret);
    }

    /// <inheritdoc/>
    public ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken) =>
        GetAsync(name, cancellationToken);
}
