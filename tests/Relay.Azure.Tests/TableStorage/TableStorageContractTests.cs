using Microsoft.Extensions.Logging.Abstractions;
using Relay.Azure.TableStorage;
using Relay.Azure.Tests.Running;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>The contract, kept by Table Storage as far as its emulator is true.</summary>
public sealed class TableStorageContractTests(Azurite azurite) : TableStoreContract
{
    protected override string Table { get; } = azurite.NewTable();

    protected override async ValueTask<ITableStore> OpenAsync() => new TableStorageStore(
        await azurite.OpenAsync(), TimeProvider.System, NullLogger<TableStorageStore>.Instance, "contract");
}
