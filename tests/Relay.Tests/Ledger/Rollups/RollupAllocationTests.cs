using System.Text.Json;
using Relay.Ledger;
using Relay.Ledger.Rollups;
using Relay.Storage;
using Relay.Storage.Embedded;

namespace Relay.Tests.Ledger.Rollups;

/// <summary>What the sums of an hour cost in memory, for there may be a million records in it.</summary>
public sealed class RollupAllocationTests
{
    [Fact]
    public void ARecord_CostsFarLessThanItsPlan_AndAsMuchAsAnyOther()
    {
        const int Records = 2000;
        var id = TestIds.Make(new ManualTimeProvider()).NewCallId();
        var plan = new string('x', 16 * 1024);
        var key = new TableKey(id.Partition, id.Row);
        var json = ToJson(RecordRow.ToRow(TestRecords.Full(id) with { Routing = plan }, key));
        Sum(json, key, 10);

        var (few, _) = Sum(json, key, Records);
        var (many, calls) = Sum(json, key, 2 * Records);

        // In proportion, and less than an eighth of the text of the plan.
        Assert.InRange(many / (double)few, 1.9, 2.1);
        Assert.InRange(many / (2 * Records), 0, plan.Length * sizeof(char) / 8);
        Assert.Equal(2 * Records, calls);
    }

    private static (long Allocated, long Calls) Sum(byte[] json, TableKey key, int records)
    {
        var sums = new HourSums();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < records; i++) sums.Add(RecordRow.FromRow(RowFormat.Read(json, key, "1", RecordRow.Summed)));
        return (GC.GetAllocatedBytesForCurrentThread() - before, sums[HourSums.PartitionOf(RollupDimension.Project, "Über / project")].Calls);
    }

    private static byte[] ToJson(TableRow row)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) RowFormat.Write(writer, TableWrite.Insert(row));
        return buffer.WrittenSpan.ToArray();
    }
}
