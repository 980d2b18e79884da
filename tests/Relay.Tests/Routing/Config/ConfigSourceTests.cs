using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Ledger.Prices;
using Relay.Routing.Config;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Routing.Config;

public sealed class ConfigSourceTests : IDisposable
{
    private readonly TestTables _tables = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConfigStore _store;
    private readonly ConfigSource _source;

    public ConfigSourceTests()
    {
        _store = new(_tables, _time);
        _source = new(_store, EnvironmentAccounts.None, PriceBook.Default, NullLogger<ConfigSource>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _source.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task WithNoDocument_TheDefaultsAreInForce()
    {
        var config = await _source.GetAsync(Token);
        Assert.Equal(0, config.Version);
        Assert.Empty(config.Accounts);
    }

    [Fact(Timeout = 60_000)]
    public async Task ANewVersion_IsInForceAfterARefresh_AndNotBefore()
    {
        var first = await _source.GetAsync(Token);
        await PutAsync("""{"unpriced":"free"}""");
        Assert.Same(first, await _source.GetAsync(Token));
        Assert.Equal(UnpricedPolicy.Free, (await _source.RefreshAsync(Token)).Document.Unpriced);
        Assert.Equal(1, (await _source.GetAsync(Token)).Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task AHeadThatHasNotMoved_KeepsTheSnapshot_AndReadsOneRow()
    {
        await PutAsync("{}");
        var first = await _source.GetAsync(Token);
        var reads = _tables.Reads;
        Assert.Same(first, await _source.RefreshAsync(Token));
        Assert.Equal(reads + 1, _tables.Reads);
    }

    [Fact(Timeout = 60_000)]
    public async Task WhileStorageFails_TheSnapshotStays()
    {
        await PutAsync("{}");
        var first = await _source.GetAsync(Token);
        _tables.Fault = TableFault.Unavailable;
        await Assert.ThrowsAsync<TableStoreException>(async () => await _source.RefreshAsync(Token));
        Assert.Same(first, await _source.GetAsync(Token));
        _tables.Fault = null;
        await PutAsync("{}");
        Assert.Equal(2, (await _source.RefreshAsync(Token)).Version);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"from_the_future":1}""")]
    [InlineData("\"\\ud800\"")]
    public async Task AVersionThatThisRelayCannotRead_LeavesTheOneInForce(string document)
    {
        await PutAsync("{}");
        var first = await _source.GetAsync(Token);
        await PutAsync(document);
        var e = await Assert.ThrowsAsync<TableStoreException>(async () => await _source.RefreshAsync(Token));
        Assert.Equal(TableFault.Damaged, e.Fault);
        Assert.Same(first, await _source.GetAsync(Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task ManyFirstCalls_ReadTheConfigOnce()
    {
        await PutAsync("{}");
        var hold = new TaskCompletionSource();
        _tables.BeforeRead = _ => hold.Task;
        var calls = Enumerable.Range(0, 100).Select(_ => _source.GetAsync(Token).AsTask()).ToList();
        var before = _tables.Reads;
        hold.SetResult();
        Assert.Single((await Task.WhenAll(calls)).Distinct());
        // The head, which was asked for already, and the document.
        Assert.Equal(before + 1, _tables.Reads);
    }

    [Fact(Timeout = 60_000)]
    public async Task TheTimer_SwapsWithinTwoAndAHalfSeconds_AndSurvivesAStorageThatFails()
    {
        await _source.GetAsync(Token);
        using var refresh = new ConfigRefresh(_source, _time, NullLogger<ConfigRefresh>.Instance);
        await refresh.StartAsync(Token);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(3));

        _tables.Fault = TableFault.Unavailable;
        await TickAsync();
        _tables.Fault = null;
        await PutAsync("{}");
        await TickAsync();
        await Poll.UntilAsync(async () => (await _source.GetAsync(Token)).Version == 1);
        await refresh.StopAsync(Token);

        async Task TickAsync()
        {
            var read = new TaskCompletionSource();
            _tables.BeforeRead = _ =>
            {
                read.TrySetResult();
                return Task.CompletedTask;
            };
            _time.Advance(TimeSpan.FromSeconds(2.5));
            await read.Task.WaitAsync(Token);
            _tables.BeforeRead = null;
        }
    }

    private async Task PutAsync(string document) => Assert.NotNull(await _store.PutAsync(
        Encoding.UTF8.GetBytes(document), await _store.GetHeadAsync(Token), "k", null, Token));
}
