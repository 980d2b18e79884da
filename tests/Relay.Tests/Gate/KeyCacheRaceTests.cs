using Microsoft.Extensions.Logging.Abstractions;
using Relay.Gate;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Gate;

public sealed class KeyCacheRaceTests
{
    private readonly TestTables _tables = new();
    private readonly ManualTimeProvider _time = new();
    private readonly KeyStore _store;
    private readonly KeyCache _cache;
    private readonly Key _key = Keys.Make();

    public KeyCacheRaceTests()
    {
        _store = new(_tables);
        _cache = new(_store, _time, NullLogger<KeyCache>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASlowRead_DoesNotMakeOldNewsFresh()
    {
        await _store.AddAsync(_key, Token);
        var hold = HoldAnswers();
        var first = FindAsync();
        await RevokeElsewhereAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        hold.SetResult();
        Assert.NotNull(await first);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task AReadUnderWay_DoesNotBringBackWhatAChangeHereForgot()
    {
        await KnowAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        var hold = HoldAnswers();
        await FindAsync();
        await RevokeElsewhereAsync();
        _cache.Forget(_key.Id);
        hold.SetResult();
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task ManyCallsOfOneColdKey_ReadItOnce()
    {
        await _store.AddAsync(_key, Token);
        var hold = HoldAnswers();
        var calls = Enumerable.Range(0, 200).Select(_ => FindAsync()).ToList();
        hold.SetResult();
        Assert.All(await Task.WhenAll(calls), Assert.NotNull);
        Assert.Equal(1, _tables.Reads);
    }

    [Fact]
    public async Task ManyCallsOfOneStaleKey_ReadItOnce_AndShareItsFailure()
    {
        await KnowAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        var hold = new TaskCompletionSource();
        _tables.BeforeRead = _ => hold.Task;
        _tables.Fault = TableFault.Unavailable;
        var calls = Enumerable.Range(0, 200).Select(_ => FindAsync()).ToList();
        hold.SetResult();
        Assert.All(await Task.WhenAll(calls), Assert.NotNull);
        Assert.Equal(2, _tables.Reads);
    }

    [Fact]
    public async Task ACallerThatGoesAway_EndsItsOwnLookUpOnly()
    {
        await _store.AddAsync(_key, Token);
        using var gone = new CancellationTokenSource();
        var hold = HoldAnswers();
        var left = _cache.FindAsync(_key.Id, gone.Token).AsTask();
        var stayed = FindAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        hold.SetResult();
        Assert.NotNull(await stayed);
    }

    private async Task KnowAsync()
    {
        await _store.AddAsync(_key, Token);
        Assert.NotNull(await FindAsync());
    }

    private async Task RevokeElsewhereAsync() => await _store.DeleteAsync(_key, Token);

    // What was looked up until now reaches the cache only later.
    private TaskCompletionSource HoldAnswers()
    {
        var hold = new TaskCompletionSource();
        _tables.AfterRead = _ => hold.Task;
        return hold;
    }

    private Task<Key?> FindAsync() => _cache.FindAsync(_key.Id, Token).AsTask();
}
