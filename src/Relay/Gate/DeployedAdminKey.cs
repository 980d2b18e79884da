using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Gate;

/// <summary>
/// The admin key that a deployment puts among the secrets, so that there is one before any key is made. It is no row: it
/// holds for as long as the secret is there, and another text there is another key.
/// </summary>
internal sealed partial class DeployedAdminKey(ISecretStore secrets, ILogger<DeployedAdminKey> log)
{
    /// <summary>The name of the secret. infra/hooks makes it.</summary>
    public const string SecretName = "RELAY_ADMIN_KEY";

    // What it is instead is not said: it may be a key but for one letter.
    private const string Unusable =
        SecretName + " is not the text of a key, which is sk-relay-{12 of abcdefghjkmnpqrstuvwxyz23456789}-{64 of 0-9a-f}.";

    private int _isTold;

    /// <summary>Finds the key whose text was sent; null when that is not the deployed one, or there is none.</summary>
    public async ValueTask<Key?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (await secrets.GetAsync(SecretName, cancellationToken) is not { } deployed) return null;
        if (!KeyText.TryParse(deployed, out var id, out var secret))
        {
            // Once is enough; whoever calls may send unknown keys as often as they like.
            if (Interlocked.Exchange(ref _isTold, 1) == 0) LogUnusable(Unusable);
            return null;
        }

        return Equal(deployed, text) ? Make(id, secret) : null;
    }

    /// <summary>Says why the secret opens nothing, without its text.</summary>
    /// <returns>One sentence; null when it does, when there is none, or when it cannot be had just now.</returns>
    public async ValueTask<string?> FaultAsync(CancellationToken cancellationToken) =>
        await secrets.GetAsync(SecretName, cancellationToken) is { } deployed && !KeyText.TryParse(deployed, out _, out _) ? Unusable : null;

    private static bool Equal(string deployed, string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(deployed), Encoding.UTF8.GetBytes(text));

    private static Key Make(ReadOnlySpan<char> id, ReadOnlySpan<char> secret)
    {
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why} It is ignored.")]
    private partial void LogUnusable(string why);
}
