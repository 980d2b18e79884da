using Relay.Gate;

namespace Relay.Local.Start;

/// <summary>The keys of a relay that has none yet.</summary>
/// <param name="Admin">The text of the admin key.</param>
/// <param name="Relay">The text of the first relay key.</param>
internal sealed record FirstKeys(string Admin, string Relay)
{
    /// <summary>Makes an admin key, unless there is a key already.</summary>
    /// <returns>Its text, to be shown this once; null when there were keys.</returns>
    public static async Task<string?> MakeAdminAsync(KeyStore store, KeyMaker maker, CancellationToken cancellationToken)
    {
        var (ids, _) = await store.ListAsync(1, null, cancellationToken);
        if (ids.Count > 0) return null;
        var (_, admin) = await maker.MakeAsync("admin", KeyRole.Admin, "default", null, [], null, null, cancellationToken);
        return admin;
    }

    /// <summary>Makes the first relay key.</summary>
    /// <param name="admin">The text of the admin key that was made before it.</param>
    /// <param name="maker">Makes it.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    /// <returns>The texts of both, to be shown this once.</returns>
    public static async Task<FirstKeys> AddRelayAsync(string admin, KeyMaker maker, CancellationToken cancellationToken)
    {
        var (_, relay) = await maker.MakeAsync("first", KeyRole.Caller, "default", null, [], null, null, cancellationToken);
        return new(admin, relay);
    }
}
