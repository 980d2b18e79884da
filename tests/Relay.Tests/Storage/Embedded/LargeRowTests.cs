using Relay.Storage;

namespace Relay.Tests.Storage.Embedded;

public sealed class LargeRowTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task APage_HoldsAFewOfTheLargestRows_AndSaysThatMoreAreLeft()
    {
        await using var store = _directory.Open();
        // More at once than one group holds, too.
        await Task.WhenAll("abcdefghijkl".Select(async key =>
            Assert.True((await store.WriteAsync(TableWrite.Insert(Large(key.ToString())))).IsDone)));

        var keys = "";
        var query = new TableQuery("p");
        for (var pages = 1; ; pages++)
        {
            var page = await store.QueryAsync("rows", query, TestContext.Current.CancellationToken);
            Assert.InRange(page.Rows.Count, 1, 4);
            Assert.All(page.Rows, row => Assert.Equal(Large("x").Properties, row.Properties));
            keys += string.Concat(page.Rows.Select(row => row.Key.Row));
            if (page.Continuation is null) break;
            query = query with { Continuation = page.Continuation };
        }

        Assert.Equal("abcdefghijkl", keys);
    }

    private static TableRow Large(string key)
    {
        var bytes = new byte[60 * 1024];
        Array.Fill(bytes, (byte)7);
        var row = new TableRow(new TableKey("p", key));
        for (var i = 0; i < 16; i++) row.With($"chunk{i}", bytes);
        return row;
    }
}
