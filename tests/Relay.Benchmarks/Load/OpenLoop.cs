using System.Collections.Concurrent;
using Relay.Benchmarks.Contestants;

namespace Relay.Benchmarks.Load;

/// <summary>
/// Calls at a fixed rate, whether those before are answered or not. Each is timed from when it was due, not from when
/// it could be sent: a contestant that stalls is charged for everybody whom it kept waiting.
/// </summary>
internal sealed class OpenLoop(Contestant contestant, byte[] request, TimeProvider time) : IDisposable
{
    private const int Connections = 16;

    // A timer is a millisecond late or more, so the last stretch is spun.
    private static readonly TimeSpan Spin = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<HttpConnection> _free = new();

    /// <summary>Makes calls at a rate.</summary>
    /// <param name="perSecond">The rate.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellationToken">Ends it before.</param>
    /// <returns>Of each call, what it took from when it was due.</returns>
    public async Task<IReadOnlyList<Latency>> RunAsync(int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        while (_free.Count < Connections)
        {
            // Their first call is not timed: it would be the contestant's accepting that is.
            var connection = await HttpConnection.OpenAsync(contestant.Port, time, cancellationToken);
            await connection.CallAsync(request, cancellationToken);
            _free.Enqueue(connection);
        }

        var calls = await Task.Factory.StartNew(
            () => Send(perSecond, (int)(perSecond * duration.TotalSeconds), cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await Task.WhenAll(calls);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryDequeue(out var connection)) connection.Dispose();
    }

    private List<Task<Latency>> Send(int perSecond, int count, CancellationToken cancellationToken)
    {
        var calls = new List<Task<Latency>>(count);
        var interval = time.TimestampFrequency / perSecond;
        var start = time.GetTimestamp() + interval;
        for (var i = 0; i < count; i++)
        {
            var due = start + (i * interval);
            WaitUntil(due, cancellationToken);
            calls.Add(CallAsync(due, cancellationToken));
        }

        return calls;
    }

    private void WaitUntil(long due, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = time.GetElapsedTime(time.GetTimestamp(), due);
            if (left <= TimeSpan.Zero) return;
            if (left > Spin) cancellationToken.WaitHandle.WaitOne(left - Spin);
            else Thread.SpinWait(20);
        }
    }

    private async Task<Latency> CallAsync(long due, CancellationToken cancellationToken)
    {
        if (!_free.TryDequeue(out var connection))
            connection = await HttpConnection.OpenAsync(contestant.Port, time, cancellationToken);
        var call = await connection.CallAsync(request, cancellationToken);
        _free.Enqueue(connection);
        return new(time.GetElapsedTime(due, call.FirstByte), time.GetElapsedTime(due, call.End));
    }
}
