using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>The service does not answer in time. The first try never is answered, so its time runs out whenever that is.</summary>
public sealed class TimeoutTests(Azurite azurite)
{
    private const int Timeout = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _table = azurite.NewTable();

    [Theory(Timeout = Timeout)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWriteThatTimesOut_IsDoneOnce_WhetherItHadLandedOrNot(bool hadLanded)
    {
        await (await azurite.StoreAsync()).WriteAsync(_table, TableWrite.Insert(Row("first")));
        var tries = 0;
        var store = await azurite.StoreAsync(
            new Interception(async (_, send, stop) =>
            {
                if (Interlocked.Increment(ref tries) > 1) return await send();
                if (hadLanded) (await send()).Dispose();
                return await NeverAsync(stop);
            }),
            patience: Patience);

        var result = await store.WriteAsync(_table, TableWrite.Insert(Row("a", 1)));

        Assert.True(result.IsDone);
        Assert.Equal(Assert.Single(result.ETags), (await store.ReadAsync(_table, "a"))!.ETag);
        Assert.True(tries > 1);
    }

    [Fact(Timeout = Timeout)]
    public async Task AWriteThatIsOnItsWay_IsWaitedFor_ThoughTheCallerGivesUp()
    {
        using var caller = new CancellationTokenSource();
        var store = await azurite.StoreAsync(new Interception(async (_, send, _) =>
        {
            await caller.CancelAsync();
            return await send();
        }));

        var result = await store.WriteAsync(_table, new[] { TableWrite.Insert(Row("a", 1)) }, caller.Token);

        Assert.True(result.IsDone);
        Assert.Equal(1, (await store.ReadAsync(_table, "a"))!.Number("n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task TheEndOfAReadsCaller_IsNoFailureOfTheService()
    {
        using var caller = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var store = await azurite.StoreAsync(new Interception((_, _, stop) =>
        {
            asked.SetResult();
            return NeverAsync(stop);
        }));

        var reading = store.GetAsync(_table, new("p", "a"), caller.Token).AsTask();
        await asked.Task;
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task<HttpResponseMessage> NeverAsync(CancellationToken stop)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        throw new InvalidOperationException("Never came.");
    }
}
