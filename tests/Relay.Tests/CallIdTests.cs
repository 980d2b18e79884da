
namespace Relay.Tests;

public sealed class CallIdTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 59, 59, 999, TimeSpan.Zero);

    [Fact]
    public void AnId_SaysWhereItsRecordIs_ByItsTextAlone()
    {
        var made = TestIds.Make(new ManualTimeProvider(Start)).NewCallId();

        Assert.True(CallId.TryParse(made.ToString(), out var read));
        Assert.Equal(made, read);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), read.StartedAt);
        Assert.Equal($"2026112109-{made.Shard}", read.Partition);
        Assert.Equal(made.Row, read.Row);
    }

    [Fact]
    public void RowsOfLaterCalls_StandBeforeThoseOfEarlierOnes()
    {
        var time = new ManualTimeProvider(Start);
        var ids = TestIds.Make(time);
        var earlier = ids.NewCallId();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(ids.NewCallId().Row, earlier.Row) < 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("call_")]
    [InlineData("call_0193b0e6f1a20011223344556677889")]
    [InlineData("call_0193b0e6f1a2001122334455667788990")]
    [InlineData("Call_0193b0e6f1a200112233445566778899")]
    [InlineData("call_0193B0E6F1A200112233445566778899")]
    [InlineData("call_0193b0e6f1a2001122334455667788zz")]
    [InlineData("call_0193b0e6f1a204112233445566778899")]
    [InlineData("call_ffffffffffff00112233445566778899")]
    public void WhatIsNoId_IsNotRead(string? text) => Assert.False(CallId.TryParse(text, out _));

    [Fact]
    public void TheLastIdThereCanBe_HasAPartition()
    {
        var last = $"call_{DateTimeOffset.MaxValue.ToUnixTimeMilliseconds():x12}03000000000000000000";

        Assert.True(CallId.TryParse(last, out var id));
        Assert.Equal("9999123123-3", id.Partition);
    }
}
