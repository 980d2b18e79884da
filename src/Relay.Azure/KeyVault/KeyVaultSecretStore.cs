using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Azure.KeyVault;

/// <summary>
/// Secrets in a Key Vault, each kept in memory from its first use on (<see cref="KeptSecret"/>): read again beside its use
/// every five minutes, and at once when a provider refuses it.
/// </summary>
public sealed partial class KeyVaultSecretStore : ISecretStore
{
    // A rotation shows as a refusal before; this is for what no provider refuses.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // One hiccup must not fail the first call of a process.
    private static readonly TimeSpan SecondTry = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, KeptSecret> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly SecretClient _client;
    private readonly bool _allowWrites;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyVaultSecretStore> _log;

    internal KeyVaultSecretStore(SecretClient client, bool allowWrites, TimeProvider time, ILogger<KeyVaultSecretStore> log)
    {
        _client = client;
        _allowWrites = allowWrites;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public string? ReadOnly => _allowWrites
        ? null
        : $"This relay may not write secrets. Set it in the Key Vault, or deploy with {KeyVaultExtensions.WritesSetting} (docs/secrets.md).";

    /// <inheritdoc/>
    public async ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        (await Keep(name).GetAsync(cancellationToken))?.Value;

    /// <inheritdoc/>
    public async ValueTask<string?> RefreshAsync(string name, string staleValue, CancellationToken cancellationToken) =>
        (await Keep(name).RefreshAsync(staleValue, cancellationToken))?.Value;

    /// <inheritdoc/>
    public SecretFault? FaultOf(string name) => _kept.TryGetValue(KeyVaultName.Of(name), out var kept) ? kept.Fault : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecretInfo>> ListAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var uses = names.ToLookup(KeyVaultName.Of, StringComparer.OrdinalIgnoreCase);
        var listed = await GuardAsync(() => KeyVaultListing.ReadAsync(_client, cancellationToken), cancellationToken);
        var there = listed.Select(secret => secret.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. listed.Concat(uses.Where(use => !there.Contains(use.Key))
                    .Select(use => new SecretInfo(use.Key, []) { Fault = SecretFault.Missing }))
                .Select(secret => secret with { UsedAs = [.. uses[secret.Name]], Fault = secret.Fault ?? FaultOf(secret.Name) })
                .OrderBy(secret => secret.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <inheritdoc/>
    public async Task<SecretInfo> SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        if (ReadOnly is { } why) throw new InvalidOperationException(why);
        var vaultName = KeyVaultName.Of(name);
        // Not made again by itself: a write that was lost on its way back may have landed, and a second is another version.
        var set = await GuardAsync(async () => (await _client.SetSecretAsync(vaultName, value, cancellationToken)).Value, cancellationToken);
        Keep(name).Forget();
        return new(set.Name, [name]) { Version = set.Properties.Version, CreatedAt = set.Properties.CreatedOn };
    }

    private KeptSecret Keep(string name)
    {
        var vaultName = KeyVaultName.Of(name);
        return _kept.GetOrAdd(vaultName, static (name, store) => new(token => store.FetchAsync(name, token), store._time), this);
    }

    private async Task<FreshSecret> FetchAsync(string name, CancellationToken cancellationToken)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                return await ReadAsync(name, cancellationToken);
            }
            catch (SecretException e) when (again && e is { Fault: SecretFault.Unreachable, RetryAfter: null })
            {
                await Task.Delay(SecondTry, _time, cancellationToken);
            }
            catch (SecretException e)
            {
                LogNotRead(name, e.Fault);
                throw;
            }
        }
    }

    private async Task<FreshSecret> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var readAt = _time.GetUtcNow();
        var read = await GuardAsync(
            async () => (await _client.GetSecretAsync(name, cancellationToken: cancellationToken)).Value, cancellationToken);
        var value = read.Value?.Trim();
        return string.IsNullOrEmpty(value)
            ? throw new SecretException(SecretFault.Malformed, "The secret is empty.")
            : new() { Value = value, Version = read.Properties.Version, RefreshAt = readAt + Fresh };
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (KeyVaultFailure.Of(e, _time.GetUtcNow(), cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The secret {Name} could not be read from the vault ({Fault}); a known value serves on.")]
    private partial void LogNotRead(string name, SecretFault fault);
}
