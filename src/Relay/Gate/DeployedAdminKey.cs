using System.Security.Cryptography;
using System.Text;
using Relay.Storage;

namespace Relay.Gate;

/// <summary>
/// The admin key that a deployment puts among the secrets, so that there is one before any key is made. It is no row: it
/// holds for as long as the secret is there, and another text there is another key.
/// </summary>
internal sealed class DeployedAdminKey(ISecretStore secrets)
{
    /// <summary>The name of the secret. infra/hooks makes it.</summary>
    public const string SecretName = "RELAY_ADMIN_KEY";

    /// <summary>Finds the key whose text was sent; null when that is not the deployed one, or there is none.</summary>
    public async ValueTask<Key?> FindAsync(string text, CancellationToken cancellationToken) =>
        await secrets.GetAsync(SecretName, cancellationToken) is { } deployed && Equal(deployed, text) ? Read(deployed) : null;

    private static bool Equal(string deployed, string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(deployed), Encoding.UTF8.GetBytes(text));

    private static Key? Read(string deployed)
    {
        if (!KeyText.TryParse(deployed, out var id, out var secret)) return null;
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(secret, hash);
        return new()
        {
            Id = id.ToString(),
            Name = "deployment",
            Role = KeyRole.Admin,
            SecretHash = hash,
            Project = "default",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
    }
}
