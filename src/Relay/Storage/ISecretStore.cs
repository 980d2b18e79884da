namespace Relay.Storage;

/// <summary>Secrets by name: the keys of Relay's accounts at providers. Nothing else ever sees one.</summary>
public interface ISecretStore
{
    /// <summary>Reads a secret. Null when there is none of that name, or it cannot be had and was not known before.</summary>
    ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a secret anew, for a provider has refused it.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="staleValue">What was refused; when the secret is another by now, nothing needs to be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The secret as it is now, which may still be the refused one; null when it cannot be had.</returns>
    ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken);
}
