using Relay.Storage;

namespace Relay.Testing.Storage;

public abstract partial class TableStoreContract
{
    public static TheoryData<string> KindsOfValues { get; } = new(Values.Keys);

    private static Dictionary<string, TableValue> Values => new()
    {
        ["text"] = "text",
        ["no text"] = "",
        ["quotes and escapes"] = "\"\\/\b\f\n\r\t</script>&'+`",
        ["control characters"] = "a\u0001\u001f\u007f",
        ["other scripts"] = "Zażółć 東京 عربى",
        ["beyond the basic plane"] = "😀𝄞",
        ["line separators"] = "\u2028\u2029\u0085",
        ["white space"] = "  a  \r\n",
        ["what looks like a date"] = "2026-01-02T03:04:05Z",
        ["the longest text"] = new string('x', TableLimits.MaxPropertySize / 2),
        ["zero"] = 0L,
        ["the smallest number"] = long.MinValue,
        ["the largest number"] = long.MaxValue,
        ["past the exact doubles"] = 9_007_199_254_740_993L,
        ["a fraction"] = 0.1,
        ["a whole double"] = 1.0,
        ["the largest double"] = double.MaxValue,
        ["the smallest double"] = double.Epsilon,
        ["not a number"] = double.NaN,
        ["infinity"] = double.PositiveInfinity,
        ["less than all"] = double.NegativeInfinity,
        ["true"] = true,
        ["false"] = false,
        ["an instant to 100 ns"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_567),
        ["an instant elsewhere"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)),
        ["the first instant"] = TableLimits.MinDateTime,
        ["the last instant"] = DateTimeOffset.MaxValue,
        ["bytes"] = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(),
        ["no bytes"] = Array.Empty<byte>(),
        ["the most bytes"] = Enumerable.Range(0, TableLimits.MaxPropertySize).Select(i => (byte)(i * 31)).ToArray(),
    };

    [Theory]
    [MemberData(nameof(KindsOfValues))]
    public async Task AValue_ComesBackAsItWas(string which)
    {
        var value = Values[which];
        await InsertAsync(new TableRow(new TableKey("p", "a")).With("value", value));

        var row = await GetAsync("a");

        Assert.True(row!.TryGet("value", out var read));
        Assert.Equal(value, read);
    }

    [Fact]
    public async Task ARowOfManyProperties_ComesBackWhole()
    {
        var row = new TableRow(new TableKey("p", "a"));
        for (var i = 0; i < TableLimits.MaxProperties; i++) row.With($"p{i}", i);
        await InsertAsync(row);

        var read = await GetAsync("a");

        Assert.Equal(row.Properties.ToDictionary(), read!.Properties.ToDictionary());
    }

    [Fact]
    public async Task ARowOfNoProperties_IsThere()
    {
        await InsertAsync(new TableRow(new TableKey("p", "a")));

        Assert.Empty((await GetAsync("a"))!.Properties);
    }

    [Fact]
    public async Task NamesOfProperties_DifferByCase()
    {
        await InsertAsync(new TableRow(new TableKey("p", "a")).With("name", 1).With("Name", 2).With("_name2", 3));

        var row = await GetAsync("a");

        Assert.True(row!.TryGet("name", out var lower));
        Assert.True(row.TryGet("Name", out var upper));
        Assert.True(row.TryGet("_name2", out var other));
        Assert.Equal((1, 2, 3), (lower.AsInt64(), upper.AsInt64(), other.AsInt64()));
    }

    [Fact]
    public async Task ARowOfNearlyTheLargestSize_ComesBackWhole()
    {
        var bytes = new byte[TableLimits.MaxPropertySize - 64];
        Array.Fill(bytes, (byte)0xA5);
        var row = new TableRow(new TableKey("p", "a"));
        for (var i = 0; i < 16; i++) row.With($"chunk{i}", bytes);
        await InsertAsync(row);

        var read = await GetAsync("a");

        Assert.Equal(16, read!.Properties.Count);
        Assert.All(read.Properties, property => Assert.Equal<TableValue>(bytes, property.Value));
    }
}
