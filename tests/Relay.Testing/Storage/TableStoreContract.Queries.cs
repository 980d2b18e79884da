using System.Globalization;
using Relay.Storage;

namespace Relay.Testing.Storage;

public abstract partial class TableStoreContract
{
    [Fact]
    public async Task APartitionOfNothing_IsAnEmptyLastPage()
    {
        await InsertAsync(Row("a"));

        Assert.Empty(await KeysAsync(new TableQuery("q")));
    }

    [Fact]
    public async Task Rows_ComeInOrdinalOrder_WithTheirETags()
    {
        string[] ordered = ["-", ".", "0", "10", "2", ":", "=2F", "A", "Z", "_", "a", "a-", "a.b", "aa", "b", "~"];
        foreach (var key in ordered.Reverse()) await InsertAsync(Row(key));
        await InsertAsync(Row("c", 0, "q"));

        var rows = await RowsAsync(new TableQuery("p"));

        Assert.Equal(ordered, rows.Select(row => row.Key.Row));
        foreach (var row in rows) Assert.Equal((await GetAsync(row.Key.Row))!.ETag, row.ETag);
    }

    [Theory]
    [InlineData(null, null, "a b c d")]
    [InlineData("b", null, "b c d")]
    [InlineData(null, "c", "a b")]
    [InlineData("b", "d", "b c")]
    [InlineData("b", "b0", "b")]
    [InlineData("bb", "c~", "c")]
    [InlineData("b", "b", "")]
    [InlineData("d", "b", "")]
    [InlineData("e", null, "")]
    [InlineData(null, "a", "")]
    public async Task ARange_HoldsItsStart_AndNotItsEnd(string? from, string? before, string expected)
    {
        foreach (var key in "abcd") await InsertAsync(Row(key.ToString()));

        foreach (var take in new[] { 1, 2, TableLimits.MaxPage })
            Assert.Equal(expected, string.Join(' ', await KeysAsync(new TableQuery("p", from, before, take))));
    }

    [Fact]
    public async Task ARangeOfAPrefix_EndsAtTheNextCharacter()
    {
        foreach (var key in new[] { "member", "member:", "member:~~~", "member.a", "membera" }) await InsertAsync(Row(key));

        Assert.Equal(["member:", "member:~~~"], await KeysAsync(new TableQuery("p", "member:", "member;")));
    }

    [Fact]
    public async Task MoreRowsThanAPageHolds_ComeEachOnce()
    {
        const int Rows = 1250;
        foreach (var batch in Enumerable.Range(0, Rows).Chunk(TableLimits.MaxBatch))
            await WriteAsync([.. batch.Select(i => TableWrite.Insert(Row(i.ToString("d4", CultureInfo.InvariantCulture), i)))]);

        Assert.Equal(Enumerable.Range(0, Rows), (await RowsAsync(new TableQuery("p"))).Select(row => (int)Number(row)));
        Assert.Equal(
            Enumerable.Range(7, 1100),
            (await RowsAsync(new TableQuery("p", "0007", "1107", 99))).Select(row => (int)Number(row)));
    }

    [Fact]
    public async Task APage_HoldsNoMoreThanWasAskedFor()
    {
        foreach (var key in "abcde") await InsertAsync(Row(key.ToString()));

        Assert.InRange((await Store.QueryAsync(Table, new TableQuery("p", Take: 3), Stop)).Rows.Count, 0, 3);
    }

    [Fact]
    public async Task WhenRowsComeAndGoBetweenPages_ThoseThatStay_ComeOnce()
    {
        foreach (var key in "bdfhjl") await InsertAsync(Row(key.ToString()));
        var query = new TableQuery("p", Take: 2);
        var page = await Store.QueryAsync(Table, query, Stop);
        Assert.Equal(["b", "d"], page.Rows.Select(row => row.Key.Row));

        // The row at which the page ended goes; others come before it and after it; one that is to come changes.
        await WriteAsync(
            TableWrite.Delete(new TableKey("p", "d")),
            TableWrite.Insert(Row("a")),
            TableWrite.Insert(Row("g")),
            TableWrite.Upsert(Row("h", 8)),
            TableWrite.Delete(new TableKey("p", "j")));

        var rest = await RowsAsync(query with { Continuation = page.Continuation });
        Assert.Equal(["f", "g", "h", "l"], rest.Select(row => row.Key.Row));
        Assert.Equal(8, Number(rest[2]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("a/b\\c#d?e")]
    [InlineData("100% + 'one'")]
    [InlineData("a=2Fb")]
    [InlineData("\u0000\n\u007f\u0085")]
    [InlineData("Łódź 東京 😀")]
    [InlineData("gpt-5.4/mini:beta@2026")]
    public async Task AnyTextThatWasEncoded_IsAKey(string text)
    {
        var key = new TableKey(TableKey.Encode(text), TableKey.Encode(text));
        Assert.True((await WriteAsync(TableWrite.Insert(new TableRow(key).With("n", 1)))).IsDone);

        Assert.Equal(key, (await Store.GetAsync(Table, key, Stop))!.Key);
        Assert.Equal([key.Row], await KeysAsync(new TableQuery(key.Partition, key.Row)));
        Assert.True((await WriteAsync(TableWrite.Delete(key))).IsDone);
    }

    [Fact]
    public async Task AKeyOfTheGreatestLength_IsAKey()
    {
        var key = new TableKey(new string('p', TableLimits.MaxKeyLength), new string('r', TableLimits.MaxKeyLength));

        Assert.True((await WriteAsync(TableWrite.Insert(new TableRow(key)))).IsDone);
        Assert.NotNull(await Store.GetAsync(Table, key, Stop));
    }

    [Fact]
    public async Task OfTheProperties_ThoseThatAreAskedForCome_AndTheRowIsTheSame()
    {
        await InsertAsync(Row("a", 1).With("text", "long").With("at", DateTimeOffset.UnixEpoch).With("half", 0.5).With("bytes", new byte[] { 1 }).With("on", true));
        await InsertAsync(new TableRow(new("p", "b")).With("other", "x"));
        await InsertAsync(Row("c", 3));

        foreach (var take in new[] { 1, TableLimits.MaxPage })
        {
            var rows = await RowsAsync(new TableQuery("p", Take: take) { Properties = ["half", "n", "at"] });

            Assert.Equal(
                ["a: at half n", "b: ", "c: n"],
                rows.Select(row => $"{row.Key.Row}: {string.Join(' ', row.Properties.Select(property => property.Key).Order(StringComparer.Ordinal))}"));
            Assert.Equal((1, 0.5, DateTimeOffset.UnixEpoch), (Number(rows[0]), rows[0].TryGet("half", out var half) ? half.AsDouble() : 0, rows[0].Time("at")));
            foreach (var row in rows) Assert.Equal((await GetAsync(row.Key.Row))!.ETag, row.ETag);
        }
    }

    private async Task<List<TableRow>> RowsAsync(TableQuery query)
    {
        var rows = new List<TableRow>();
        while (true)
        {
            var page = await Store.QueryAsync(Table, query, Stop);
            Assert.InRange(page.Rows.Count, 0, query.Take);
            rows.AddRange(page.Rows);
            if (page.Continuation is null) return rows;
            query = query with { Continuation = page.Continuation };
        }
    }

    private async Task<IEnumerable<string>> KeysAsync(TableQuery query) =>
        (await RowsAsync(query)).Select(row => row.Key.Row);
}
