using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Ingress;
using Relay.Storage;
using Relay.Telemetry;

namespace Relay.Ledger;

/// <summary>
/// Keeps account of calls so that nothing spent is lost: a row in the table of open calls while the call is being
/// sent, a record when it ends, and only then is the row taken away.
/// </summary>
internal sealed partial class CallLedger(
    OpenCalls open, RecordStore records, RelayMetrics metrics, TimeProvider time, ILogger<CallLedger> log)
{
    private static readonly TimeSpan[] SettleRetries = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500)];

    private readonly ConcurrentDictionary<CallId, Call> _inFlight = new();

    /// <summary>How many calls are open in this process.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Begins to write that a call is open; <see cref="OpenCall.Written"/> says when it is durable.</summary>
    public OpenCall Begin(Call call)
    {
        var line = new OpenCall { Written = open.OpenAsync(call.Id, RecordBuilder.Open(call)) };
        call.Open = line;
        _inFlight[call.Id] = call;
        return line;
    }

    /// <summary>Writes the record of a call that ended, then takes its row away. Durable when it returns.</summary>
    /// <remarks>
    /// If storage fails throughout, the open row stays and the sweep settles the call from its last checkpoint.
    /// </remarks>
    public async ValueTask SettleAsync(Call call, Failure? failure, int status, bool committed)
    {
        var record = RecordBuilder.Settled(call, failure, status, committed);
        metrics.Settled(record);
        // The row must not come after its own deletion.
        await call.Open!.Written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inFlight.TryRemove(call.Id, out _);
        if (!await TryWriteAsync(record, call.Id)) return;
        // Only now, for a checkpoint that sees this takes the row away.
        call.Open.Settle();
        open.Remove(call.Id);
    }

    /// <summary>Writes how far every open call has come, and that this process still has it.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the next checkpoint makes up for it.</exception>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        var calls = _inFlight.Where(entry => entry.Value.Open is { Settled: false, Written.IsCompletedSuccessfully: true });
        foreach (var chunk in calls.Chunk(TableLimits.MaxBatch))
        {
            await open.WriteAsync([.. chunk.Select(static entry => (entry.Key, RecordBuilder.Open(entry.Value)))], cancellationToken);
            // One that was settled meanwhile may have come back by this write.
            foreach (var (id, call) in chunk)
            {
                if (call.Open!.Settled) open.Remove(id);
            }
        }
    }

    private async ValueTask<bool> TryWriteAsync(CallRecord record, CallId id)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await records.SettleAsync(record, id);
                return true;
            }
            catch (TableStoreException e) when (retry < SettleRetries.Length)
            {
                LogSettleRetried(record.Id, e.Fault);
                await Task.Delay(SettleRetries[retry], time);
            }
            catch (TableStoreException e)
            {
                LogSettleFailed(record.Id, e.Fault);
                return false;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record of {CallId} was not written ({Fault}); trying again.")]
    private partial void LogSettleRetried(string callId, TableFault fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of {CallId} was not written ({Fault}); the sweep will settle it.")]
    private partial void LogSettleFailed(string callId, TableFault fault);
}
