using Azure.Core;
using Azure.Security.KeyVault.Secrets;

namespace Relay.Azure.KeyVault;

/// <summary>Opens the client of a vault.</summary>
internal static class KeyVaultClient
{
    // A vault that is up answers in a fraction of it; calls wait for the first read.
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The options: no retries of the client's own. It would hold a call up for as long as a throttling vault asks, where
    /// the known value serves.
    /// </summary>
    public static SecretClientOptions Options() =>
        new() { Retry = { MaxRetries = 0, NetworkTimeout = NetworkTimeout } };

    /// <summary>Opens a vault. Nothing is sent yet.</summary>
    /// <param name="address">The vault's https address.</param>
    /// <param name="credential">Whose rights are used.</param>
    /// <param name="options">The client's options.</param>
    /// <exception cref="InvalidOperationException">The address is none.</exception>
    public static SecretClient Open(string address, TokenCredential credential, SecretClientOptions options) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? new(url, credential, options)
            : throw new InvalidOperationException(
                $"{KeyVaultExtensions.Setting} must be the https address of a vault (https://….vault.azure.net).");
}
