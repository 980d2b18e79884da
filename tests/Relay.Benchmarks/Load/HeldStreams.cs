using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Load;

/// <summary>Many slow streams that are open at once.</summary>
internal sealed class HeldStreams(Contestant contestant, TimeProvider time) : IAsyncDisposable
{
    private const int RequestSize = 1024;
    private const int SmallBuffer = 1024;

    // As many as are being opened at once: a listen queue is not what is measured.
    private const int Opening = 32;

    private readonly CancellationTokenSource _ended = new();
    private readonly List<HttpConnection> _connections = [];
    private readonly List<Task> _readers = [];

    /// <summary>How many events have come, over all streams.</summary>
    public long Events => _connections.Sum(connection => connection.BodyBytes) / AnswerKind.Slow.Body.Length;

    /// <summary>How many streams broke.</summary>
    public int Broken => _readers.Count(reader => reader.IsCompleted);

    /// <summary>Opens so many, and waits until each has had its first event.</summary>
    public async Task OpenAsync(int count, CancellationToken cancellationToken)
    {
        var request = RequestBytes.Chat(contestant, AnswerKind.Slow, RequestSize);
        while (_connections.Count < count)
        {
            var opened = new List<HttpConnection>();
            while (opened.Count < Math.Min(Opening, count - _connections.Count))
            {
                var connection = await HttpConnection.OpenAsync(contestant.Port, time, cancellationToken, SmallBuffer);
                opened.Add(connection);
                _readers.Add(connection.CallAsync(request, _ended.Token).AsTask());
            }

            _connections.AddRange(opened);
            while (opened.Exists(connection => connection.BodyBytes == 0) && Broken == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(2), time, cancellationToken);
            if (Broken > 0) await Task.WhenAny(_readers).Unwrap();
        }
    }

    /// <summary>Goes away from all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in _connections) connection.Dispose();
        _ended.Dispose();
    }
}
