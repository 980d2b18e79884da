using Azure.Core;
using Azure.Data.Tables;

namespace Relay.Azure.TableStorage;

/// <summary>Makes the client of a storage account's tables as <see cref="TableStorageStore"/> needs it.</summary>
public static class TableStorageClient
{
    // A point operation takes milliseconds and a query ends at 5 s. The client's own 100 s would outlast the callers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes options that leave it to the store to try again: it knows which writes may have landed.</summary>
    public static TableClientOptions Options()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Patience;
        return options;
    }

    /// <summary>Makes a client.</summary>
    /// <param name="account">The https address of the account's tables, which takes an identity; or a connection string.</param>
    /// <param name="credential">Gives the identity when it is needed.</param>
    /// <param name="options">Out of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">The address is not an https one.</exception>
    public static TableServiceClient Open(string account, Func<TokenCredential> credential, TableClientOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentNullException.ThrowIfNull(credential);
        if (!account.Contains("://", StringComparison.Ordinal) || account.Contains(';', StringComparison.Ordinal))
            return new(account, options);
        return Uri.TryCreate(account, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? new(address, credential(), options)
            : throw new ArgumentException("The address of Table Storage is not an https one.", nameof(account));
    }
}
