using Relay.Ledger;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Ledger;

public sealed class RecordListingTests
{
    private readonly TestTables _tables = new();
    private readonly GroupCommit _commit;
    private readonly RecordStore _store;
    private readonly RecordListing _listing;

    public RecordListingTests()
    {
        _commit = new(_tables, CommitLinger.None, TimeProvider.System);
        _store = new(_tables, _commit);
        _listing = new(_tables);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfNothing_ThereIsOneEmptyPage()
    {
        var page = await _listing.ReadAsync(new(), 10, null, Token);
        Assert.Empty(page.Data);
        Assert.Null(page.Continuation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task WhateverTheFilterAndThePage_PagesJoinedAreTheSortedWhole(int seed)
    {
        var random = new Random(seed);
        var records = await WriteAsync(random, 300);
        for (var round = 0; round < 15; round++)
        {
            var filter = MakeFilter(random, records);
            var take = round == 0 ? 1 : random.Next(1, 60);
            _tables.PageSize = random.Next(1, 20);
            var expected = records.Where(filter.Fits)
                .OrderByDescending(record => record.StartedAt).ThenBy(record => record.Id, StringComparer.Ordinal);

            var listed = new List<CallRecord>();
            RecordCursor? after = null;
            do
            {
                var page = await _listing.ReadAsync(filter, take, after, Token);
                Assert.True(page.Data.Count <= take);
                listed.AddRange(page.Data);
                after = null;
                if (page.Continuation is { } text) Assert.True(RecordCursor.TryParse(text, out after));
            }
            while (after is not null);
            Assert.Equal(expected.Select(record => record.Id), listed.Select(record => record.Id));
        }
    }

    [Fact]
    public async Task RecordsThatComeMeanwhile_AreNoDuplicatesLater()
    {
        var random = new Random(8);
        var records = await WriteAsync(random, 100);
        var first = await _listing.ReadAsync(new(), 40, null, Token);
        await WriteAsync(random, 50, new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.True(RecordCursor.TryParse(first.Continuation!, out var after));
        var rest = await _listing.ReadAsync(new(), 1000, after, Token);
        Assert.Equal(records.Select(record => record.Id).Order(), first.Data.Concat(rest.Data).Select(record => record.Id).Order());
    }

    [Fact]
    public async Task AFilterThatFitsNothing_EndsItsPageAfterFiveThousandRows()
    {
        await WriteAsync(new Random(9), 5_100);
        var page = await _listing.ReadAsync(new(Project: "no such"), 200, null, Token);
        Assert.Empty(page.Data);
        Assert.True(RecordCursor.TryParse(page.Continuation!, out var after));
        Assert.Null((await _listing.ReadAsync(new(Project: "no such"), 200, after, Token)).Continuation);
    }

    [Fact]
    public async Task ACursorOfNowhere_ListsWhatIsOlder()
    {
        var records = await WriteAsync(new Random(10), 20);
        Assert.Empty((await _listing.ReadAsync(new(), 100, new(new(1, 1, 1, 0, 0, 0, TimeSpan.Zero), "x"), Token)).Data);
        var all = await _listing.ReadAsync(new(), 100, new(new(9999, 12, 31, 23, 0, 0, TimeSpan.Zero), "x"), Token);
        Assert.Equal(records.Count, all.Data.Count);
    }

    [Fact]
    public async Task AnHour_IsNamedOnce_AndAgainByTheNextProcess()
    {
        var ids = TestIds.Make(new Testing.ManualTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            var id = ids.NewCallId();
            await _store.SettleAsync(TestRecords.Bare(id), id);
            await new RecordStore(_tables, _commit).SettleAsync(TestRecords.Bare(id), id);
        }

        var hour = Assert.Single(_tables.Rows(RecordStore.Table), row => row.Key.Partition == RecordStore.HoursPartition);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), hour.Time("hour"));
        Assert.Equal("7973989899", hour.Key.Row);
    }

    [Fact]
    public void HoursSortNewestFirst_OverEveryBorder()
    {
        var hours = new[] { "1601-01-01T00", "1999-12-31T23", "2000-01-01T00", "2026-01-31T23", "2026-02-01T00", "9999-12-31T23" }
            .Select(text => DateTimeOffset.Parse($"{text}:00:00Z", null)).ToList();
        Assert.Equal(hours.Select(RecordStore.HourRow).Reverse(), hours.Select(RecordStore.HourRow).Order(StringComparer.Ordinal));
    }

    private async Task<List<CallRecord>> WriteAsync(Random random, int count, DateTimeOffset? at = null)
    {
        var records = new List<CallRecord>();
        var ids = new List<CallId>();
        var start = at ?? new DateTimeOffset(2026, 1, 31, 20, 0, 0, TimeSpan.Zero);
        var bytes = new byte[CallId.Size];
        for (var i = 0; i < count; i++)
        {
            // Few different times, so that many are at the very same, some at the border of an hour.
            var time = start.AddMinutes(random.Next(16) * 30).AddMilliseconds(random.Next(3) - 1);
            random.NextBytes(bytes);
            var clock = BitConverter.GetBytes(time.ToUnixTimeMilliseconds());
            for (var j = 0; j < 6; j++) bytes[j] = clock[5 - j];
            bytes[CallId.ShardOffset] = (byte)random.Next(CallId.Shards);
            var id = CallId.FromBytes(bytes);
            var record = TestRecords.Bare(id) with
            {
                Project = Pick("a", "b"),
                Key = Pick("abcdefghjkmn", "bcdefghjkmnp"),
                Model = Pick("fast", "slow"),
                Account = Pick("main", "spare"),
                Outcome = random.Next(2) == 0 ? CallOutcome.Completed : CallOutcome.Failed,
            };
            records.Add(record);
            ids.Add(id);
        }

        // The first of each hour as calls are settled, which names the hour; the others in batches, for there are thousands.
        var rest = new List<TableRow>();
        var hours = new HashSet<string>();
        foreach (var (record, id) in records.Zip(ids))
        {
            if (hours.Add(RecordStore.HourRow(record.StartedAt))) await _store.SettleAsync(record, id);
            else rest.Add(RecordRow.ToRow(record, new(id.Partition, id.Row)));
        }

        foreach (var partition in rest.GroupBy(row => row.Key.Partition))
        {
            foreach (var batch in partition.Chunk(TableLimits.MaxBatch))
                Assert.True((await _tables.WriteAsync(RecordStore.Table, batch.Select(TableWrite.Insert).ToArray(), Token)).IsDone);
        }

        return records;

        string Pick(params string[] of) => of[random.Next(of.Length)];
    }

    private static RecordFilter MakeFilter(Random random, List<CallRecord> records)
    {
        var some = records[random.Next(records.Count)];
        return new(
            Key: Maybe() ? some.Key : null,
            Project: Maybe() ? some.Project : null,
            Model: Maybe() ? some.Model : null,
            Account: Maybe() ? some.Account : null,
            Outcome: Maybe() ? some.Outcome : null,
            From: Maybe() ? records[random.Next(records.Count)].StartedAt : null,
            Before: Maybe() ? records[random.Next(records.Count)].StartedAt : null);

        bool Maybe() => random.Next(4) == 0;
    }
}
