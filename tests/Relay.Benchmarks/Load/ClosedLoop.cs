using Relay.Benchmarks.Contestants;

namespace Relay.Benchmarks.Load;

/// <summary>A fixed number of connections, each sending its next call when the one before it is answered.</summary>
internal sealed class ClosedLoop(Contestant contestant, byte[] request, int connections, TimeProvider time)
{
    // Before the counting begins, so that no contestant pays for opening connections.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(200);

    private long _calls;
    private volatile bool _ended;

    /// <summary>Runs for so long.</summary>
    public async Task<LoopResult> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => WorkAsync(failed), CancellationToken.None))
            .ToList();
        try
        {
            await Task.Delay(LeadIn, time, failed.Token);
            var (calls, started, cpu) = (Interlocked.Read(ref _calls), time.GetTimestamp(), contestant.Usage().CpuTime);
            await Task.Delay(duration, time, failed.Token);
            return new(
                Interlocked.Read(ref _calls) - calls,
                time.GetElapsedTime(started).TotalSeconds,
                (contestant.Usage().CpuTime - cpu).TotalSeconds);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A worker met something worse, which is thrown below.
            return default;
        }
        finally
        {
            _ended = true;
            await Task.WhenAll(workers);
        }
    }

    /// <summary>Makes so many calls, all connections together.</summary>
    public async Task RunAsync(int calls, CancellationToken cancellationToken)
    {
        var each = (calls + connections - 1) / connections;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await HttpConnection.OpenAsync(contestant.Port, time, cancellationToken);
            for (var i = 0; i < each; i++) await connection.CallAsync(request, cancellationToken);
        }));
    }

    private async Task WorkAsync(CancellationTokenSource failed)
    {
        try
        {
            using var connection = await HttpConnection.OpenAsync(contestant.Port, time, failed.Token);
            while (!_ended)
            {
                await connection.CallAsync(request, failed.Token);
                Interlocked.Increment(ref _calls);
            }
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }
}
