using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

public sealed class ThrottlingTests(Azurite azurite)
{
    private const int Timeout = 60_000;

    private readonly ManualTimeProvider _time = new();
    private readonly string _table = azurite.NewTable();
    private int _tries;

    [Theory(Timeout = Timeout)]
    [InlineData(503, "ServerBusy")]
    [InlineData(429, "TooManyRequests")]
    public async Task AWriteThatIsThrottled_IsSentAgain_WhenTheServiceAsksForIt(int status, string code)
    {
        var store = await azurite.StoreAsync(Refusing(1, () => ServiceAnswers.Error(status, code, "3")), _time);

        var writing = store.WriteAsync(_table, TableWrite.Insert(Row("a", 7)));
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.Equal(1, _tries);
        Assert.False(writing.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await writing).IsDone);
        Assert.Equal(7, (await store.ReadAsync(_table, "a"))!.Number("n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task ARead_IsThrottledAndTriedAgain_Too()
    {
        var store = await azurite.StoreAsync(Refusing(1, () => ServiceAnswers.Error(503, "ServerBusy")), _time);

        var reading = store.ReadAsync(_table, "a");
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await reading);
        Assert.Equal(2, _tries);
    }

    [Fact(Timeout = Timeout)]
    public async Task AWaitThatIsTooLong_IsLeftToTheCaller()
    {
        var store = await azurite.StoreAsync(Refusing(1, () => ServiceAnswers.Error(503, "ServerBusy", "30")), _time);

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync(_table, TableWrite.Insert(Row("a"))));

        Assert.Equal(TableFault.Throttled, refusal.Fault);
        Assert.Equal(TimeSpan.FromSeconds(30), refusal.RetryAfter);
        Assert.Equal(1, _tries);
        Assert.Null(await store.ReadAsync(_table, "a"));
    }

    [Fact(Timeout = Timeout)]
    public async Task ARetryAfterThatIsADate_IsCountedFromNow()
    {
        var at = (_time.GetUtcNow() + TimeSpan.FromSeconds(40)).ToString("r");
        var store = await azurite.StoreAsync(Refusing(1, () => ServiceAnswers.Error(429, "TooManyRequests", at)), _time);

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync(_table, "a"));

        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(39), TimeSpan.FromSeconds(40));
    }

    [Fact(Timeout = Timeout)]
    public async Task AServiceThatStaysBusy_IsAskedFourTimes_LaterEachTime()
    {
        var store = await azurite.StoreAsync(Refusing(int.MaxValue, () => ServiceAnswers.Error(503, "ServerBusy")), _time);

        var writing = store.WriteAsync(_table, TableWrite.Insert(Row("a")));
        var tries = 0;
        foreach (var wait in new[] { 100, 400, 1600 })
        {
            await _time.WaitForTimerAsync(TimeSpan.FromMilliseconds(wait));
            Assert.Equal(++tries, _tries);
            _time.Advance(TimeSpan.FromMilliseconds(wait));
        }

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => writing);
        Assert.Equal(TableFault.Throttled, refusal.Fault);
        Assert.Equal(4, _tries);
    }

    private Interception Refusing(int times, Func<HttpResponseMessage> refusal) => new((_, send, _) =>
        Interlocked.Increment(ref _tries) <= times ? Task.FromResult(refusal()) : send());
}
