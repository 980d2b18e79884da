using System.Text;
using Relay.Routing.Config;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Routing.Config;

public sealed class ConfigStoreTests
{
    private readonly TestTables _tables = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConfigStore _store;

    public ConfigStoreTests() => _store = new(_tables, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeforeTheFirstPut_ThereIsNothing()
    {
        Assert.Null(await _store.GetHeadAsync(Token));
        Assert.Null(await _store.GetAsync(1, Token));
        Assert.Empty(await _store.ListAsync(10, Token));
    }

    [Fact]
    public async Task EachPut_IsAVersion_AndAllAreKept()
    {
        for (var i = 1; i <= 12; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(i, await PutAsync($"{{ \"v\": {i} }} // as it was written", await _store.GetHeadAsync(Token), $"key{i}"));
        }

        Assert.Equal(12, (await _store.GetHeadAsync(Token))!.Version);
        Assert.Equal("{ \"v\": 3 } // as it was written", Encoding.UTF8.GetString((await _store.GetAsync(3, Token))!));
        var start = _time.GetUtcNow();
        Assert.Equal(
            [new ConfigVersion(12, start, "key12"), new ConfigVersion(11, start.AddMinutes(-1), "key11"), new ConfigVersion(10, start.AddMinutes(-2), "key10")],
            await _store.ListAsync(3, Token));
        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(i => (long)i), (await _store.ListAsync(100, Token)).Select(v => v.Version));
    }

    [Fact]
    public async Task ShortPages_ListNoMoreThanAsked()
    {
        for (var i = 1; i <= 5; i++) await PutAsync("{}", await _store.GetHeadAsync(Token));
        _tables.PageSize = 2;
        Assert.Equal([5, 4, 3], (await _store.ListAsync(3, Token)).Select(v => v.Version));
    }

    [Fact]
    public async Task ASecondFirst_AndAStaleHead_AreRefused_AndChangeNothing()
    {
        Assert.Equal(1, await PutAsync("{\"a\":1}", null));
        Assert.Null(await PutAsync("{\"b\":1}", null));
        var stale = await _store.GetHeadAsync(Token);
        Assert.Equal(2, await PutAsync("{\"a\":2}", stale));
        Assert.Null(await PutAsync("{\"b\":2}", stale));
        Assert.Equal(2, (await _store.GetHeadAsync(Token))!.Version);
        Assert.Equal(2, (await _store.ListAsync(10, Token)).Count);
        Assert.Equal("{\"a\":2}", Encoding.UTF8.GetString((await _store.GetAsync(2, Token))!));
    }

    [Fact]
    public async Task AHeadThatMovesMeanwhile_LeavesNoVersionBehind()
    {
        await PutAsync("{}", null);
        var head = await _store.GetHeadAsync(Token);
        var raced = false;
        _tables.BeforeWrite = async (_, _) =>
        {
            if (raced) return;
            raced = true;
            Assert.Equal(2, await PutAsync("{\"other\":1}", head));
        };
        Assert.Null(await PutAsync("{\"mine\":1}", head));
        Assert.Equal(3, _tables.Rows(ConfigStore.Table).Count);
        Assert.Equal("{\"other\":1}", Encoding.UTF8.GetString((await _store.GetAsync(2, Token))!));
    }

    [Fact]
    public async Task WithoutStorage_NeitherRowIsWritten()
    {
        _tables.Fault = TableFault.Unavailable;
        await Assert.ThrowsAsync<TableStoreException>(() => PutAsync("{}", null));
        Assert.Empty(_tables.Rows(ConfigStore.Table));
    }

    [Fact]
    public async Task TheHashOfTheFile_IsKept_UntilAPutWithoutOne()
    {
        await PutAsync("{}", null, "file", "cafe");
        var head = await _store.GetHeadAsync(Token);
        Assert.Equal("cafe", head!.FileHash);
        await PutAsync("{}", head, "key", head.FileHash);
        head = await _store.GetHeadAsync(Token);
        Assert.Equal((2, "cafe"), (head!.Version, head.FileHash));
        await PutAsync("{}", head);
        Assert.Null((await _store.GetHeadAsync(Token))!.FileHash);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60 * 1024)]
    [InlineData(200 * 1024)]
    [InlineData(890 * 1024)]
    public async Task ADocumentOfAnySizeThatFits_ComesBackByteForByte(int size)
    {
        var document = Incompressible(size);
        Assert.Equal(1, await _store.PutAsync(document, null, "k", null, Token));
        Assert.Equal(document, await _store.GetAsync(1, Token));
        var parts = _tables.Rows(ConfigStore.Table)[0].Properties.Count(property => property.Key.StartsWith("part", StringComparison.Ordinal));
        Assert.Equal((size / (60 * 1024)) + 1, parts);
    }

    [Fact]
    public async Task ADocumentThatDoesNotFit_IsRefused_AndNothingIsWritten()
    {
        await Assert.ThrowsAsync<ConfigTooLargeException>(
            async () => await _store.PutAsync(Incompressible(901 * 1024), null, "k", null, Token));
        Assert.Empty(_tables.Rows(ConfigStore.Table));
    }

    private static byte[] Incompressible(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private async Task<long?> PutAsync(string document, ConfigHead? head, string by = "k", string? hash = null) =>
        await _store.PutAsync(Encoding.UTF8.GetBytes(document), head, by, hash, Token);
}
