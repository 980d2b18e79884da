using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Storage.Embedded;

/// <summary>The contract again, by a store that compacts whenever anything is dead.</summary>
public sealed class CompactingTableStoreContractTests : TableStoreContract
{
    private readonly TestDirectory _directory = new();

    protected override ValueTask<ITableStore> OpenAsync() => new(_directory.Open(compactionFloor: 0));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
