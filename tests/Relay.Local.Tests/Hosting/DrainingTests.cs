using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

public sealed partial class DrainingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly Gate _gate = new();

    [Fact]
    public async Task AStoppingHost_LetsARunningStreamEnd_AndTakesNoNewConnection()
    {
        await using var app = await StartAsync(_ => { });
        using var connection = await RawConnection.OpenAsync(app.Port);
        await connection.GetAsync("/stream");
        await connection.ReadUntilAsync("first\n");
        Assert.Equal(1, app.Calls.Count);

        var stopping = app.Host.StopAsync(TestContext.Current.CancellationToken);
        await RefusesConnectionsAsync(app.Port);
        Assert.False(stopping.IsCompleted);
        Assert.False(_gate.Cancelled.Task.IsCompleted);
        _gate.Open.SetResult();

        Assert.EndsWith("last\n\r\n0\r\n\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        await stopping.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal(0, app.Calls.Count);
    }

    [Fact]
    public async Task WhenTheGraceIsOver_WhatStillRunsIsCancelled()
    {
        await using var app = await StartAsync(services => services.Configure<HostOptions>(
            options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50)));
        using var connection = await RawConnection.OpenAsync(app.Port);
        await connection.GetAsync("/stream");
        await connection.ReadUntilAsync("first\n");

        await app.Host.StopAsync(TestContext.Current.CancellationToken);

        await _gate.Cancelled.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TimersGoOnWhileCallsAreDrained()
    {
        await using var app = await StartAsync(_ => { });
        using var connection = await RawConnection.OpenAsync(app.Port);
        await connection.GetAsync("/stream");
        await connection.ReadUntilAsync("first\n");
        await _gate.TimerRuns.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);

        var stopping = app.Host.StopAsync(TestContext.Current.CancellationToken);
        await RefusesConnectionsAsync(app.Port);
        Assert.False(_gate.TimerCancelled.Task.IsCompleted);
        _gate.Open.SetResult();

        await _gate.TimerCancelled.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        await stopping.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0, "Stopping.")]
    [InlineData(1, "Draining 1 call. Press Ctrl-C again to stop at once.")]
    [InlineData(3, "Draining 3 calls. Press Ctrl-C again to stop at once.")]
    public async Task TheFirstSignal_TellsWhatIsDrained_AndStopsTheHost(int running, string line)
    {
        using var lifetime = new Lifetime();
        var calls = new RunningCalls();
        var ended = Enumerable.Range(0, running)
            .Select(_ => calls.CountAsync(new DefaultHttpContext(), _ => _gate.Open.Task)).ToArray();
        using var output = new StringWriter();
        using var drain = new DrainLifetime(lifetime, calls, output, code => Assert.Fail($"exit {code}"));
        var signal = new PosixSignalContext(PosixSignal.SIGINT);

        drain.HandleSignal(signal);

        Assert.True(signal.Cancel);
        Assert.True(lifetime.IsStopped);
        Assert.Equal(line + Environment.NewLine, output.ToString());
        _gate.Open.SetResult();
        await Task.WhenAll(ended);
        Assert.Equal(0, calls.Count);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGQUIT)]
    public void ACtrlCAfterTheFirstSignal_EndsTheProcessAtOnce(PosixSignal first, PosixSignal second) =>
        Assert.Equal([130], ExitCodesAfter(first, second));

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public void ASigtermThatComesAgain_ChangesNothing(PosixSignal first) =>
        Assert.Empty(ExitCodesAfter(first, PosixSignal.SIGTERM));

    [Fact]
    public async Task ACallThatThrows_IsCountedOut()
    {
        var calls = new RunningCalls();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => calls.CountAsync(new DefaultHttpContext(), _ => throw new InvalidOperationException()));

        Assert.Equal(0, calls.Count);
    }

    private Task<FunctionsApp> StartAsync(Action<IServiceCollection> configure) => FunctionsApp.StartAsync(
        FunctionsApp.NoPrefix,
        services =>
        {
            services.AddSingleton(_gate);
            configure(services);
        },
        typeof(Streaming));

    private static List<int> ExitCodesAfter(PosixSignal first, PosixSignal second)
    {
        using var lifetime = new Lifetime();
        using var output = new StringWriter();
        var codes = new List<int>();
        using var drain = new DrainLifetime(lifetime, new RunningCalls(), output, codes.Add);
        drain.HandleSignal(new PosixSignalContext(first));
        Assert.Empty(codes);
        drain.HandleSignal(new PosixSignalContext(second));
        return codes;
    }

    /// <summary>Tries to connect until it is refused: the host stops listening in its own time.</summary>
    private static async Task RefusesConnectionsAsync(int port)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                (await RawConnection.OpenAsync(port)).Dispose();
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public bool IsStopped => _stopping.IsCancellationRequested;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
