using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using Relay.Storage;

namespace Relay.Azure.KeyVault;

/// <summary>Lists the secrets of a vault without reading any.</summary>
internal static class KeyVaultListing
{
    // The vault's own listing names no versions, so each secret is asked about.
    private const int AtATime = 8;

    /// <summary>Lists them, in no order.</summary>
    public static async Task<IReadOnlyCollection<SecretInfo>> ReadAsync(SecretClient client, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var secret in client.GetPropertiesOfSecretsAsync(cancellationToken))
        {
            // Keys of certificates are listed as well, and are the vault's own.
            if (!secret.Managed) names.Add(secret.Name);
        }

        var listed = new ConcurrentBag<SecretInfo>();
        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (name, token) => listed.Add(await DescribeAsync(client, name, token)));
        return listed;
    }

    // The newest version is the one that is read, even when it is switched off.
    private static async Task<SecretInfo> DescribeAsync(SecretClient client, string name, CancellationToken cancellationToken)
    {
        SecretProperties? newest = null;
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
        {
            if (newest is null || version.CreatedOn > newest.CreatedOn) newest = version;
        }

        return new(name, [])
        {
            Version = newest?.Version,
            CreatedAt = newest?.CreatedOn,
            Fault = newest is null ? SecretFault.Missing : newest.Enabled == false ? SecretFault.Disabled : null,
        };
    }
}
