using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

public sealed class RowListTests
{
    [Theory]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("scattered")]
    public void ManyRows_StayInOrder_AndAreFound(string order)
    {
        const int Count = 5000;
        var keys = Enumerable.Range(0, Count);
        if (order == "descending") keys = keys.Reverse();
        if (order == "scattered") keys = keys.Select(i => i * 7919 % Count);

        var rows = new RowList();
        foreach (var i in keys) Assert.False(rows.Set(Key(i), At(i), out _));

        Assert.Equal(Enumerable.Range(0, Count).Select(i => new RowEntry(Key(i), At(i))), rows.From(null));
        for (var i = 0; i < Count; i += 97)
        {
            Assert.True(rows.TryGet(Key(i), out var location));
            Assert.Equal(At(i), location);
            Assert.Equal(Key(i), rows.From(Key(i)).First().Row);
            Assert.Equal(i + 1 < Count ? Key(i + 1) : null, rows.From(Key(i) + "x").FirstOrDefault().Row);
        }

        foreach (var i in keys) Assert.True(rows.Remove(Key(i), out var before) && before == At(i));
        Assert.True(rows.IsEmpty);
        Assert.Empty(rows.From(null));
    }

    [Fact]
    public void AnyChanges_GiveTheRowsOfASortedDictionary()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), Run)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithStartSize(1000).WithEndSize(3000));

        static void Run(int[] changes)
        {
            var rows = new RowList();
            var model = new SortedDictionary<string, RowLocation>(StringComparer.Ordinal);
            foreach (var change in changes)
            {
                var key = Key(Math.Abs(change % 1500));
                var isThere = model.TryGetValue(key, out var expected);
                if (change % 3 == 0)
                {
                    Assert.Equal(isThere, rows.Remove(key, out var before));
                    Assert.Equal(expected, before);
                    model.Remove(key);
                }
                else
                {
                    Assert.Equal(isThere, rows.Set(key, At(change), out var before));
                    Assert.Equal(expected, before);
                    model[key] = At(change);
                }
            }

            Assert.Equal(model.Select(row => new RowEntry(row.Key, row.Value)), rows.From(null));
            Assert.Equal(model.Count == 0, rows.IsEmpty);
            var middle = Key(700);
            Assert.Equal(model.Keys.Where(key => string.CompareOrdinal(key, middle) >= 0), rows.From(middle).Select(row => row.Row));
        }
    }

    private static string Key(int i) => i.ToString("d6", CultureInfo.InvariantCulture);

    private static RowLocation At(long i) => new(i, i * 10, 10);
}
