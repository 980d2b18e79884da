using Microsoft.Extensions.Logging;
using Relay.Ledger.Prices;
using Relay.Storage;

namespace Relay.Routing.Config;

/// <summary>The config snapshot in force, swapped as a whole when the head moves.</summary>
internal sealed partial class ConfigSource(
    ConfigStore store, EnvironmentAccounts environment, PriceBook prices, ILogger<ConfigSource> log) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private ConfigSnapshot? _current;
    private int _beginning;

    /// <summary>Whether a snapshot was read, so that somebody uses it.</summary>
    public bool IsRead => _current is not null;

    /// <summary>
    /// Begins to read the snapshot where none was read yet, beside what the first call does before it asks for it. What
    /// goes wrong is met by who asks.
    /// </summary>
    public void Begin()
    {
        if (_current is null && Interlocked.Exchange(ref _beginning, 1) == 0) _ = BeginAsync();
    }

    /// <summary>The snapshot in force; read from storage at the first use only.</summary>
    /// <exception cref="TableStoreException">Storage does not answer and nothing was read before.</exception>
    public ValueTask<ConfigSnapshot> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current ? new(current) : ReadAsync(always: false, cancellationToken);

    /// <summary>Reads the head, and the document it points at when that is another.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the snapshot stays as it is.</exception>
    public ValueTask<ConfigSnapshot> RefreshAsync(CancellationToken cancellationToken) =>
        ReadAsync(always: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task BeginAsync()
    {
        try
        {
            await ReadAsync(always: false, CancellationToken.None);
        }
        catch (TableStoreException e)
        {
            LogNotRead(e.Fault);
        }
        finally
        {
            Volatile.Write(ref _beginning, 0);
        }
    }

    private async ValueTask<ConfigSnapshot> ReadAsync(bool always, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Of many first calls, one reads.
            if (!always && _current is { } read) return read;
            var version = (await store.GetHeadAsync(cancellationToken))?.Version ?? 0;
            if (_current is { } current && current.Version == version) return current;
            return _current = new(await ReadDocumentAsync(version, cancellationToken), version, environment.Accounts, prices);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async ValueTask<ConfigDocument> ReadDocumentAsync(long version, CancellationToken cancellationToken)
    {
        if (version == 0) return new ConfigDocument();
        var json = await store.GetAsync(version, cancellationToken)
            ?? throw new TableStoreException(TableFault.Damaged, $"Version {version} of the config is missing.");
        var errors = ConfigParser.Parse(json, out var document);
        if (document is not null) return document;
        // Only a newer Relay could have put what this one cannot read.
        LogUnreadable(version, errors.Count);
        throw new TableStoreException(TableFault.Damaged, $"Version {version} of the config is not valid here.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The config could not be read ({Fault}); the next call tries again.")]
    private partial void LogNotRead(TableFault fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version} of the config has {Count} errors for this version of Relay.")]
    private partial void LogUnreadable(long version, int count);
}
