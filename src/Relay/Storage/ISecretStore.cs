namespace Relay.Storage;

/// <summary>Secrets by name: the keys of Relay's accounts at providers. Nothing else ever sees one.</summary>
public interface ISecretStore
{
    /// <summary>Reads a secret. Null when there is none of that name, or it cannot be had and was not known before.</summary>
    ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken);
}
