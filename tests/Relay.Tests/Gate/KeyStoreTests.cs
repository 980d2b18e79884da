using System.Globalization;
using Relay.Gate;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Gate;

public sealed class KeyStoreTests
{
    private readonly TestTables _tables = new();
    private readonly KeyStore _store;

    public KeyStoreTests() => _store = new(_tables);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryProperty_ComesBack()
    {
        var full = Keys.Make() with
        {
            Role = KeyRole.Admin,
            Member = "Zoë / 😀",
            Models = ["gpt-*", "*/llama"],
            CreatedAt = new(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero),
            ExpiresAt = new(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)),
            MaxConcurrency = 7,
            Disabled = true,
        };
        // What a new property is here by default would come back by default, carried or not.
        foreach (var property in typeof(Key).GetProperties())
            Assert.NotEqual(property.GetValue(Keys.Make() with { Id = "x", Name = "", Project = "", SecretHash = default, CreatedAt = default }), property.GetValue(full));

        await _store.AddAsync(full, Token);
        var read = await _store.GetAsync(full.Id, Token);

        Assert.NotNull(read);
        foreach (var property in typeof(Key).GetProperties())
            Assert.Equal(Plain(property.GetValue(full)), Plain(property.GetValue(read)));
    }

    [Fact]
    public async Task AKeyWithoutOptionals_ComesBackWithoutThem()
    {
        await _store.AddAsync(Keys.Make(), Token);
        var read = await _store.GetAsync(Keys.Make().Id, Token);
        Assert.True(read is { Member: null, ExpiresAt: null, Disabled: false, Models: [], Role: KeyRole.Caller });
    }

    [Fact]
    public async Task AnUnknownId_IsNull() => Assert.Null(await _store.GetAsync("abcdefghjkmn", Token));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_HoldEveryKeyOnce_OldestFirst(int take)
    {
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            // Added newest first.
            var key = Keys.Make("abcdefghjk" + (char)('p' + i) + "z") with { CreatedAt = new(2026, 1, 31 - i, 0, 0, 0, TimeSpan.Zero) };
            await _store.AddAsync(key, Token);
            ids.Insert(0, key.Id);
        }

        var listed = new List<string>();
        string? continuation = null;
        do
        {
            (var page, continuation) = await _store.ListAsync(take, continuation, Token);
            Assert.True(page.Count <= take);
            listed.AddRange(page);
        }
        while (continuation is not null);
        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task AnIdThatIsThere_IsNotAddedAgain()
    {
        await _store.AddAsync(Keys.Make(), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await _store.AddAsync(Keys.Make() with { Name = "another" }, Token));
        Assert.Equal("a name", (await _store.GetAsync(Keys.Make().Id, Token))!.Name);
    }

    [Fact]
    public async Task AReplacedKey_IsTheNewOne_AndListedOnce()
    {
        await _store.AddAsync(Keys.Make(), Token);
        Assert.True(await _store.ReplaceAsync(Keys.Make() with { Disabled = true }, Token));
        Assert.True((await _store.GetAsync(Keys.Make().Id, Token))!.Disabled);
        Assert.Single((await _store.ListAsync(10, null, Token)).Ids);
    }

    [Fact]
    public async Task AKeyThatChangesMeanwhile_IsReplacedAllTheSame()
    {
        await _store.AddAsync(Keys.Make(), Token);
        var raced = false;
        _tables.BeforeWrite = async (_, _) =>
        {
            if (raced) return;
            raced = true;
            await _store.ReplaceAsync(Keys.Make() with { Name = "by another" }, Token);
        };
        Assert.True(await _store.ReplaceAsync(Keys.Make() with { Disabled = true }, Token));
        Assert.True((await _store.GetAsync(Keys.Make().Id, Token))!.Disabled);
    }

    public static TheoryData<string> Hostile() => ["", "a", "index", "../../..", "ABCDEFGHJKMN", "abcdefghjkmé", new string('a', 5000)];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task TextThatIsNoId_IsNoKey(string id) => Assert.Null(await _store.GetAsync(id, Token));

    [Fact]
    public async Task ShortPages_EvenEmptyOnes_AreReadOn()
    {
        for (var i = 0; i < 5; i++)
            await _store.AddAsync(Keys.Make("abcdefghjkm" + (char)('p' + i)), Token);
        _tables.PageSize = 1;
        var (ids, continuation) = await _store.ListAsync(3, null, Token);
        Assert.Equal(["abcdefghjkmp", "abcdefghjkmq", "abcdefghjkmr"], ids);
        Assert.NotNull(continuation);
    }

    [Fact]
    public async Task AKeyThatIsGone_IsNotReplaced_AndDoesNotComeBack()
    {
        Assert.False(await _store.ReplaceAsync(Keys.Make(), Token));
        Assert.Null(await _store.GetAsync(Keys.Make().Id, Token));
    }

    [Fact]
    public async Task ADeletedKey_IsGone_AndNotListed()
    {
        await _store.AddAsync(Keys.Make(), Token);
        Assert.True(await _store.DeleteAsync(Keys.Make(), Token));
        Assert.Null(await _store.GetAsync(Keys.Make().Id, Token));
        Assert.Empty((await _store.ListAsync(10, null, Token)).Ids);
        Assert.False(await _store.DeleteAsync(Keys.Make(), Token));
    }

    [Fact]
    public async Task AKeyThatCouldNotBeAdded_IsNotThere()
    {
        _tables.Fault = TableFault.Unavailable;
        await Assert.ThrowsAsync<TableStoreException>(async () => await _store.AddAsync(Keys.Make(), Token));
        _tables.Fault = null;
        Assert.Null(await _store.GetAsync(Keys.Make().Id, Token));
    }

    private static string? Plain(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IEnumerable<string> texts => string.Join('|', texts),
        DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
