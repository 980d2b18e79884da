using System.Collections.Concurrent;
using Relay.Storage;

namespace Relay.Tests.Forwarding.Credentials;

/// <summary>Secrets in memory that can be rotated behind the back of whoever keeps them.</summary>
/// <param name="stored">What another process stores in the same place; null for a place of its own.</param>
internal sealed class Secrets(ConcurrentDictionary<string, string>? stored = null) : ISecretStore
{
    private readonly ConcurrentDictionary<string, string> _known = new();

    /// <summary>What is stored.</summary>
    public ConcurrentDictionary<string, string> Stored { get; } = stored ?? new();

    public string? ReadOnly { get; set; }

    /// <summary>What setting ends in; null when it does not fail.</summary>
    public SecretException? Failure { get; set; }

    public ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        new(_known.TryGetValue(name, out var known) ? known : Stored.TryGetValue(name, out var stored) ? _known[name] = stored : null);

    public ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken)
    {
        _known.TryRemove(name, out _);
        return GetAsync(name, cancellationToken);
    }

    public SecretFault? FaultOf(string name) => Stored.ContainsKey(name) ? null : SecretFault.Missing;

    public Task<IReadOnlyList<SecretInfo>> ListAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SecretInfo>>([.. Stored.Keys.Order().Select(name => new SecretInfo(name, [name]) { Version = "v1" })]);

    public Task<SecretInfo> SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        if (Failure is not null) throw Failure;
        Stored[name] = value;
        _known.TryRemove(name, out _);
        return Task.FromResult(new SecretInfo(name, [name]) { Version = "v2" });
    }
}
