using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Relay.Local.Hosting;

/// <summary>Ends the process in two steps: the first signal drains, a Ctrl-C after it stops at once.</summary>
/// <param name="lifetime">What is told to stop.</param>
/// <param name="calls">What there is to drain.</param>
/// <param name="output">Where the person at the keyboard is told.</param>
/// <param name="exit">Ends the process at once with an exit code.</param>
internal sealed class DrainLifetime(
    IHostApplicationLifetime lifetime, RunningCalls calls, TextWriter output, Action<int> exit)
    : IHostLifetime, IDisposable
{
    // 128 and the number of SIGINT, by the custom of shells.
    private const int ExitAtOnce = 130;

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    /// <summary>Begins to listen for Ctrl-C (SIGINT), SIGTERM, and SIGQUIT (Ctrl-Break on Windows).</summary>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.AddRange(Signals.Select(signal => PosixSignalRegistration.Create(signal, HandleSignal)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes a signal.</summary>
    public void HandleSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            // SIGTERM often comes twice: 'dotnet run' passes on what its process group has had already.
            if (context.Signal != PosixSignal.SIGTERM)
            {
                output.WriteLine("Stopped at once.");
                exit(ExitAtOnce);
            }
            return;
        }
        var count = calls.Count;
        output.WriteLine(count switch
        {
            0 => "Stopping.",
            1 => "Draining 1 call. Press Ctrl-C again to stop at once.",
            _ => $"Draining {count} calls. Press Ctrl-C again to stop at once.",
        });
        lifetime.StopApplication();
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
