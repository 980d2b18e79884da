namespace Relay.Storage;

/// <summary>Secrets by name: the keys of Relay's accounts at providers. Nothing else ever sees one.</summary>
public interface ISecretStore
{
    /// <summary>Why secrets cannot be set here, as a sentence that says what to do instead; null when they can.</summary>
    string? ReadOnly { get; }

    /// <summary>Reads a secret. Null when there is none of that name, or it cannot be had and was not known before.</summary>
    ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a secret again that a provider refused. What comes is the same when there is no newer one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="staleValue">What the provider refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken);

    /// <summary>Why a secret could not be read when that was tried last; null when it could, or nobody tried.</summary>
    SecretFault? FaultOf(string name);

    /// <summary>
    /// What is known of secrets: of all that are kept where Relay's own are kept, or of those that are asked about where
    /// others are kept as well. One that is asked about and is missing is among them.
    /// </summary>
    /// <param name="names">The names that the config uses.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SecretException">They cannot be listed.</exception>
    Task<IReadOnlyList<SecretInfo>> ListAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Sets a secret: a new version of it, in force here at once.</summary>
    /// <exception cref="SecretException">It cannot be set.</exception>
    /// <exception cref="InvalidOperationException">Secrets cannot be set here at all: see <see cref="ReadOnly"/>.</exception>
    Task<SecretInfo> SetAsync(string name, string value, CancellationToken cancellationToken);
}
