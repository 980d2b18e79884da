using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Relay.Azure.TableStorage;
using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

public sealed class TableStorageExtensionsTests(Azurite azurite)
{
    [Fact(Timeout = 60_000)]
    public async Task AConnectionString_MakesAStore()
    {
        var table = azurite.NewTable();
        await using var services = Services(await azurite.ConnectionStringAsync());
        var store = services.GetRequiredService<ITableStore>();

        Assert.True((await store.WriteAsync(table, TableWrite.Insert(Row("a", 7)))).IsDone);
        Assert.Equal(7, (await (await azurite.StoreAsync()).ReadAsync(table, "a"))!.Number("n"));
    }

    [Fact]
    public async Task AnAddress_MakesAStore_AndAsksForNothingYet()
    {
        await using var services = Services("https://acc.table.example");

        Assert.IsType<TableStorageStore>(services.GetRequiredService<ITableStore>());
    }

    [Fact]
    public void AMissingSetting_IsNamed()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Services(null));

        Assert.Contains(TableStorageExtensions.Setting, refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string? account)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(TableStorageExtensions.Setting, account)]).Build();
        return new ServiceCollection().AddLogging().AddRelayEngine().AddTableStorage(configuration).BuildServiceProvider();
    }
}
