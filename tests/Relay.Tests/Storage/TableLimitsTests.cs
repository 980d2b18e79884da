using Relay.Storage;

namespace Relay.Tests.Storage;

public sealed class TableLimitsTests
{
    private const string Canary = "canary";

    private static Dictionary<string, TableWrite[]> Broken => new()
    {
        ["no writes"] = [],
        ["too many writes"] = [.. Enumerable.Range(0, TableLimits.MaxBatch + 1).Select(i => TableWrite.Insert(Row($"r{i}")))],
        ["no partition"] = [TableWrite.Insert(new TableRow(new TableKey("", "r")))],
        ["no row"] = [TableWrite.Delete(new TableKey("p", null!))],
        ["an unsafe row"] = [TableWrite.Insert(Row(Canary + "/"))],
        ["an unsafe partition"] = [TableWrite.Delete(new TableKey(Canary + "%", "r"))],
        ["a character outside ASCII"] = [TableWrite.Insert(Row(Canary + "é"))],
        ["too long a row"] = [TableWrite.Insert(Row(new string('a', TableLimits.MaxKeyLength + 1)))],
        ["another partition"] = [TableWrite.Insert(Row("r")), TableWrite.Delete(new TableKey(Canary, "s"))],
        ["a row twice"] = [TableWrite.Insert(Row("r")), TableWrite.Insert(Row("s")), TableWrite.Delete(new TableKey("p", "r"))],
        ["an unmade write"] = [default],
        ["any state"] = [TableWrite.Update(Row("r"), "*")],
        ["no state"] = [TableWrite.Delete(new TableKey("p", "r"), "")],
        ["too many properties"] = [TableWrite.Insert(Many(TableLimits.MaxProperties + 1))],
        ["no name"] = [TableWrite.Insert(Row("r").With("", 1))],
        ["a name with a space"] = [TableWrite.Insert(Row("r").With(Canary + " x", 1))],
        ["a name that begins with a digit"] = [TableWrite.Insert(Row("r").With("1x", 1))],
        ["a name outside ASCII"] = [TableWrite.Insert(Row("r").With("é", 1))],
        ["a name of the service's"] = [TableWrite.Insert(Row("r").With("Timestamp", 1))],
        ["too long a name"] = [TableWrite.Insert(Row("r").With(new string('x', TableLimits.MaxPropertyName + 1), 1))],
        ["a value that is missing"] = [TableWrite.Insert(Row("r").With("x", default))],
        ["too long a text"] = [TableWrite.Insert(Row("r").With("x", Canary + new string('x', TableLimits.MaxPropertySize / 2)))],
        ["too many bytes"] = [TableWrite.Insert(Row("r").With("x", new byte[TableLimits.MaxPropertySize + 1]))],
        ["half a character"] = [TableWrite.Insert(Row("r").With("x", Canary + "\ud83d"))],
        ["the other half"] = [TableWrite.Insert(Row("r").With("x", Canary + "😀\ude00"))],
        ["an instant too early"] = [TableWrite.Insert(Row("r").With("x", TableLimits.MinDateTime.AddTicks(-1)))],
        ["too large a row"] = [TableWrite.Insert(Large("r", TableLimits.MaxPropertySize))],
        ["too large a batch"] = [.. "abcd".Select(c => TableWrite.Insert(Large(c.ToString(), 60 * 1024)))],
    };

    public static TheoryData<string> WaysToBreakThem { get; } = new(Broken.Keys);

    [Theory]
    [MemberData(nameof(WaysToBreakThem))]
    public void ABatchThatBreaksALimit_IsRefused_WithoutItsValues(string how)
    {
        var refusal = Assert.Throws<ArgumentException>(() => TableLimits.Check("rows", Broken[how]));

        Assert.DoesNotContain(Canary, refusal.ToString(), StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 10, 200);
    }

    [Fact]
    public void ABatchAtTheLimits_Passes()
    {
        TableLimits.Check("rows", [.. Enumerable.Range(0, TableLimits.MaxBatch).Select(i => TableWrite.Insert(Row($"r{i}")))]);
        TableLimits.Check("rows", [TableWrite.Insert(Many(TableLimits.MaxProperties))]);
        TableLimits.Check("rows", [TableWrite.Insert(Large("r", TableLimits.MaxPropertySize - 64))]);
        TableLimits.Check("rows", [.. "abc".Select(c => TableWrite.Insert(Large(c.ToString(), 60 * 1024)))]);
        TableLimits.Check("rows", [TableWrite.Insert(
            Row(new string('r', TableLimits.MaxKeyLength))
                .With(new string('x', TableLimits.MaxPropertyName), new string('é', TableLimits.MaxPropertySize / 2))
                .With("y", TableLimits.MinDateTime)
                .With("z", "😀"))]);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("ab", false)]
    [InlineData("1abc", false)]
    [InlineData("Rows", false)]
    [InlineData("my-rows", false)]
    [InlineData("tables", false)]
    [InlineData("", false)]
    public void ATable_IsNamedSo(string table, bool passes)
    {
        var refusal = Record.Exception(() => TableLimits.Check(table, new TableKey("p", "r")));
        if (passes) Assert.Null(refusal);
        else Assert.IsType<ArgumentException>(refusal);
    }

    [Theory]
    [InlineData(1, null, null, true)]
    [InlineData(TableLimits.MaxPage, "member:", "member;", true)]
    [InlineData(1, "", null, true)]
    [InlineData(0, null, null, false)]
    [InlineData(-1, null, null, false)]
    [InlineData(TableLimits.MaxPage + 1, null, null, false)]
    [InlineData(1, "a b", null, false)]
    [InlineData(1, null, "é", false)]
    [InlineData(1, null, "a\n", false)]
    public void AQuery_IsSuch(int take, string? from, string? before, bool passes)
    {
        var refusal = Record.Exception(() => TableLimits.Check("rows", new TableQuery("p", from, before, take)));
        if (passes) Assert.Null(refusal);
        else Assert.IsType<ArgumentException>(refusal);
    }

    private static TableRow Row(string row) => new(new TableKey("p", row));

    private static TableRow Many(int count)
    {
        var row = Row("r");
        for (var i = 0; i < count; i++) row.With($"p{i}", i);
        return row;
    }

    private static TableRow Large(string key, int size)
    {
        var row = Row(key);
        for (var i = 0; i < 16; i++) row.With($"chunk{i}", new byte[size]);
        return row;
    }
}
