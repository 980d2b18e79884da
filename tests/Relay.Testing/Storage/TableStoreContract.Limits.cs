using Relay.Storage;

namespace Relay.Testing.Storage;

// The limits have tests of their own; these show that the store asks them before it does anything.
public abstract partial class TableStoreContract
{
    [Fact]
    public async Task AWriteThatBreaksALimit_IsRefused_AndWritesNothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert(Row("a")), TableWrite.Insert(Row("b/c"))));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert(Row("a")), TableWrite.Upsert(Row("a"))));
        await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync(TableWrite.Insert(Row("a")), TableWrite.Insert(Row("a", 0, "q"))));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.WriteAsync("Bad-Table", new[] { TableWrite.Insert(Row("a")) }, Stop));

        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task AnETagOfAnyState_IsRefused()
    {
        await InsertAsync(Row("a", 1));

        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Update(Row("a", 2), "*")));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Delete(new TableKey("p", "a"), "*")));
        await AssertNumberAsync("a", 1);
    }

    [Fact]
    public async Task AReadThatBreaksALimit_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => GetAsync("a/b"));
        await Assert.ThrowsAsync<ArgumentException>(() => GetAsync("a", "p q"));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.QueryAsync(Table, new TableQuery("p", Take: 0), Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.QueryAsync("no", new TableQuery("p"), Stop));
        foreach (var names in new string[][] { [], ["n&$top=1"], ["RowKey"] })
        {
            await Assert.ThrowsAsync<ArgumentException>(
                async () => await Store.QueryAsync(Table, new TableQuery("p") { Properties = names }, Stop));
        }
    }
}
