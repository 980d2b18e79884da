using System.Net.Sockets;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Contestants;

/// <summary>Something between the load and the fake upstream, in processes of its own.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="time">The clock.</param>
internal abstract class Contestant(string name, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private ChildProcess? _process;

    /// <summary>Its name in the report.</summary>
    public string Name => name;

    /// <summary>Where it listens, on the loopback interface.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>The key that a caller shows.</summary>
    public virtual string Key => "sk-bench";

    /// <summary>Whether it runs on .NET, and so can be asked what it allocated.</summary>
    public virtual bool IsManaged => true;

    /// <summary>The path that has an answer.</summary>
    public virtual string PathOf(AnswerKind kind) => $"/{kind.Name}/v1/chat/completions";

    /// <summary>What its processes use now.</summary>
    public ProcessUsage Usage() => _process!.Usage;

    /// <summary>Starts it, ending it before if it runs, and waits until it answers.</summary>
    /// <param name="environment">What is set in its environment for this start.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The time from the start of the process to its first answer.</returns>
    /// <exception cref="BenchmarkException">It did not come up.</exception>
    public async Task<TimeSpan> StartAsync(
        IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        await StopAsync();
        var started = time.GetTimestamp();
        _process = Launch(environment ?? new Dictionary<string, string>());
        await UntilAsync(() => AnswersAsync(cancellationToken), cancellationToken);
        var took = time.GetElapsedTime(started);
        await UntilAsync(() => Task.FromResult(IsReady(_process.Lines)), cancellationToken);
        return took;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask StopAsync()
    {
        if (_process is null) return;
        await _process.DisposeAsync();
        _process = null;
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => StopAsync();

    /// <summary>Starts its process.</summary>
    protected abstract ChildProcess Launch(IReadOnlyDictionary<string, string> environment);

    /// <summary>Whether what it has written says all that is to be known.</summary>
    protected virtual bool IsReady(IReadOnlyCollection<string> lines) => true;

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await HttpConnection.OpenAsync(Port, time, cancellationToken);
            await connection.CallAsync(RequestBytes.Health(this), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task UntilAsync(Func<Task<bool>> done, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await done())
        {
            if (_process!.HasExited || time.GetElapsedTime(started) > StartLimit)
                throw new BenchmarkException($"{Name} did not start. {string.Join('\n', _process.Lines)}");
            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
