using Microsoft.Extensions.Logging.Abstractions;
using Relay.Storage;
using Relay.Storage.Embedded;
using Relay.Testing.Storage;

namespace Relay.Tests.Storage;

/// <summary>The embedded store on which this project's tests of the engine run.</summary>
public sealed class EmbeddedTables : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relay-engine-").FullName;
    private EmbeddedTableStore? _store;

    public ValueTask InitializeAsync()
    {
        var opened = Task.FromResult<ITableStore>(_store = EmbeddedTableStore.Open(_folder, NullLogger<EmbeddedTableStore>.Instance));
        TestTables.Open = () => opened;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
