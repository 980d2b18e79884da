using Microsoft.Extensions.Logging.Abstractions;
using Relay.Gate;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Gate;

public sealed class KeyCacheTests
{
    private readonly TestTables _tables = new();
    private readonly ManualTimeProvider _time = new();
    private readonly KeyStore _store;
    private readonly KeyCache _cache;
    private readonly Key _key = Keys.Make();

    public KeyCacheTests()
    {
        _store = new(_tables);
        _cache = new(_store, _time, NullLogger<KeyCache>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithinTwoAndAHalfSeconds_StorageIsNotRead()
    {
        await KnowAsync();
        _time.Advance(TimeSpan.FromSeconds(2.499));
        Assert.NotNull(await FindAsync());
        Assert.Equal(1, _tables.Reads);
    }

    [Fact]
    public async Task AfterTwoAndAHalfSeconds_TheKnownKeyServes_AndIsReadOnceBeside()
    {
        await KnowAsync();
        await RevokeElsewhereAsync();
        _time.Advance(TimeSpan.FromSeconds(2.5));
        var hold = new TaskCompletionSource();
        _tables.BeforeRead = _ => hold.Task;
        var before = _tables.Reads;

        for (var i = 0; i < 100; i++)
        {
            var found = FindAsync();
            Assert.True(found.IsCompletedSuccessfully);
            Assert.NotNull(await found);
        }

        Assert.Equal(before + 1, _tables.Reads);
        hold.SetResult();
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task AfterFiveSeconds_ItIsReadFirst_SoThatARevokedKeyStops()
    {
        await KnowAsync();
        await RevokeElsewhereAsync();
        _time.Advance(TimeSpan.FromSeconds(4.999));
        // The look-up below 5 s would refresh; here nobody looked up until now.
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(59.999)]
    public async Task WhileStorageFails_AKnownKeyServes(double seconds)
    {
        await KnowAsync();
        _tables.Fault = TableFault.Unavailable;
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task AfterAMinuteWithoutStorage_ItServesNoMore()
    {
        await KnowAsync();
        _tables.Fault = TableFault.Unavailable;
        // Asking meanwhile does not make it younger.
        for (var i = 0; i < 59; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.NotNull(await FindAsync());
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TableStoreException>(FindAsync);
    }

    [Fact]
    public async Task ARefreshThatFailed_IsTriedAgain()
    {
        await KnowAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        _tables.Fault = TableFault.Throttled;
        Assert.NotNull(await FindAsync());
        _tables.Fault = null;
        await _store.DeleteAsync(_key, Token);
        Assert.NotNull(await FindAsync());
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task WithoutStorage_AnUnknownKeyIsAFailure_NotAnUnknownKey()
    {
        _tables.Fault = TableFault.Unavailable;
        await Assert.ThrowsAsync<TableStoreException>(FindAsync);
    }

    [Fact]
    public async Task AnUnknownId_IsRememberedAsUnknown()
    {
        for (var i = 0; i < 10; i++) Assert.Null(await FindAsync());
        Assert.Equal(1, _tables.Reads);
    }

    [Fact]
    public async Task AKeyThatWasForgotten_IsReadAtOnce()
    {
        await KnowAsync();
        await RevokeElsewhereAsync();
        Assert.NotNull(await FindAsync());
        _cache.Forget(_key.Id);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task ManyHostileIds_AreNotKept()
    {
        await KnowAsync();
        var ids = TestIds.Make(_time);
        var hostile = Enumerable.Range(0, 11_000).Select(_ => ids.NewKeyId()).ToList();
        foreach (var id in hostile) await _cache.FindAsync(id, Token);

        // Without storage, only what is kept is answered.
        _tables.Fault = TableFault.Unavailable;
        Assert.InRange(hostile.Count(id => _cache.FindAsync(id, Token).AsTask().IsCompletedSuccessfully), 1, 10_000);
    }

    private async Task KnowAsync()
    {
        await _store.AddAsync(_key, Token);
        Assert.NotNull(await FindAsync());
    }

    private async Task RevokeElsewhereAsync() => await _store.DeleteAsync(_key, Token);

    private Task<Key?> FindAsync() => _cache.FindAsync(_key.Id, Token).AsTask();
}
