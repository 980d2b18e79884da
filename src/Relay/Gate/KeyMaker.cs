namespace Relay.Gate;

/// <summary>Makes keys. The text of a key is given out once and kept nowhere.</summary>
internal sealed class KeyMaker(KeyStore store, Ids ids, TimeProvider time)
{
    /// <summary>Makes and stores a key.</summary>
    /// <returns>The key, and its text with the secret.</returns>
    public async ValueTask<(Key Key, string Text)> MakeAsync(
        string name, KeyRole role, string project, string? member, IReadOnlyList<string> models, DateTimeOffset? expiresAt,
        int? maxConcurrency, CancellationToken cancellationToken)
    {
        var secret = ids.NewSecret();
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(secret, hash);
        var key = new Key
        {
            Id = ids.NewKeyId(),
            Name = name,
            Role = role,
            SecretHash = hash,
            Project = project,
            Member = member,
            Models = models,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt,
            MaxConcurrency = maxConcurrency,
        };
        await store.AddAsync(key, cancellationToken);
        return (key, KeyText.Format(key.Id, secret));
    }
}
