using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Storage;
using Relay.Telemetry;
using Relay.Testing.Storage;

namespace Relay.Tests.Ledger;

/// <summary>The real ledger of one process, on a store and a clock that a test moves.</summary>
internal sealed class LedgerBench : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RelayMetrics _metrics;

    public LedgerBench(TestTables? tables = null, ManualTimeProvider? time = null, int seed = 1, CommitLinger? linger = null)
    {
        Tables = tables ?? new();
        Time = time ?? new();
        Start = Time.GetUtcNow();
        Calls = new(Time, seed);
        var commit = new GroupCommit(Tables, linger ?? CommitLinger.None, Time);
        Records = new(Tables, commit);
        Open = new(Tables, commit, Calls.Ids, Time, NullLogger<OpenCalls>.Instance);
        _metrics = new(_services.GetRequiredService<IMeterFactory>());
        Ledger = new(Open, Records, _metrics, Time, NullLogger<CallLedger>.Instance);
    }

    public TestTables Tables { get; }

    public ManualTimeProvider Time { get; }

    public DateTimeOffset Start { get; }

    public TestCalls Calls { get; }

    public RecordStore Records { get; }

    public OpenCalls Open { get; }

    public CallLedger Ledger { get; }

    public IReadOnlyList<TableRow> OpenRows => Tables.Rows(OpenCalls.Table);

    public IReadOnlyList<TableRow> RecordRows =>
        [.. Tables.Rows(RecordStore.Table).Where(row => row.Key.Partition != RecordStore.HoursPartition)];

    public async ValueTask StartAsync() => await Open.StartAsync(CancellationToken.None);

    /// <summary>Stops as the host does; what was to be taken away is gone then.</summary>
    public Task StopAsync() => Open.StopAsync(CancellationToken.None);

    /// <summary>Makes a call that was sent and answered, and whose row is durable.</summary>
    public async Task<Call> BeginAsync()
    {
        var call = Calls.MakeAnswered();
        await Ledger.Begin(call).Written;
        return call;
    }

    /// <summary>The next writes of records fail.</summary>
    public void FailRecords(int times) => Tables.BeforeWrite = (table, _) =>
        table == RecordStore.Table && times-- > 0
            ? throw new TableStoreException(TableFault.Unavailable, "The test lets it fail.")
            : Task.CompletedTask;

    /// <summary>The sweep of this process.</summary>
    public Sweep NewSweep() => new(Tables, Records, Calls.Ids, Time, NullLogger<Sweep>.Instance);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Open.Dispose();
        _metrics.Dispose();
        await _services.DisposeAsync();
    }
}
