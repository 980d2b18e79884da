using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Relay.Benchmarks;
using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Upstream;

using var cancellation = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

// The fake upstream and the bare proxy are this program too, each in a process of its own.
switch (args)
{
    case [UpstreamServer.Mode, var port]:
        await UpstreamServer.RunAsync(Port(port), cancellation.Token);
        return 0;
    case [BareProxy.Mode, var port, var upstream]:
        await BareProxy.RunAsync(Port(port), Port(upstream), cancellation.Token);
        return 0;
}

if (args.Contains("--help"))
{
    Console.WriteLine(BenchmarkOptions.Help);
    return 0;
}

if (BenchmarkOptions.Parse(args, out var fault) is not { } options)
{
    await Console.Error.WriteLineAsync(fault);
    return 2;
}

try
{
    await Benchmark.RunAsync(options, TimeProvider.System, Console.Out, cancellation.Token);
    return 0;
}
catch (Exception) when (cancellation.IsCancellationRequested)
{
    // Whatever it is: Ctrl-C goes to the contestants too, and what they break off is no result.
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
catch (Exception e) when (e is BenchmarkException or SocketException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

void Cancel(PosixSignalContext signal)
{
    // The default would end the process before its children are ended.
    signal.Cancel = true;
    cancellation.Cancel();
}

static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);
