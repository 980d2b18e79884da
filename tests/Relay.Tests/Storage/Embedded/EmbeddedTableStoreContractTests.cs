using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Storage.Embedded;

public sealed class EmbeddedTableStoreContractTests : TableStoreContract
{
    private readonly TestDirectory _directory = new();

    protected override ValueTask<ITableStore> OpenAsync() => new(_directory.Open());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
