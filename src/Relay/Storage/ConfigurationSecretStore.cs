using Microsoft.Extensions.Configuration;

namespace Relay.Storage;

/// <summary>Secrets out of the host's configuration: environment variables, and locally <c>dotnet user-secrets</c>.</summary>
public sealed class ConfigurationSecretStore(IConfiguration configuration) : ISecretStore
{
    /// <inheritdoc/>
    public string ReadOnly =>
        "Secrets are environment variables here, or user-secrets (dotnet user-secrets set NAME VALUE --project src/Relay.Local). "
        + "Set it there, and start the relay again.";

    /// <inheritdoc/>
    public ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken) => new(Read(name));

    /// <inheritdoc/>
    public ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken) => new(Read(name));

    /// <inheritdoc/>
    public SecretFault? FaultOf(string name) => Read(name) is null ? SecretFault.Missing : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SecretInfo>> ListAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        // The rest of an environment is none of Relay's business.
        Task.FromResult<IReadOnlyList<SecretInfo>>(
            [.. names.Order(StringComparer.Ordinal).Select(name => new SecretInfo(name, [name]) { Fault = FaultOf(name) })]);

    /// <inheritdoc/>
    public Task<SecretInfo> SetAsync(string name, string value, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(ReadOnly);

    private string? Read(string name)
    {
        var secret = configuration[name]?.Trim();
        return string.IsNullOrEmpty(secret) ? null : secret;
    }
}
