using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Relay.Testing.Node;

namespace Relay.Azure.Tests.Running;

/// <summary>Azurite's table service in a process of its own, on a port of this machine, its data in memory.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = [];

    private AzuriteProcess(string folder, int port, string[] options)
    {
        string[] all =
        [
            "start.js", "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture), "--inMemoryPersistence", "--skipApiVersionCheck", "--silent",
            "--disableTelemetry", .. options,
        ];
        _process = NodePackages.Start(new("node", all)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = Azurite.Accounts },
        });
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts one, installing Azurite first where it is not.</summary>
    /// <param name="port">Where it listens; 0 for any port that is free.</param>
    /// <param name="options">What else it is told.</param>
    public static async Task<AzuriteProcess> StartAsync(int port = 0, params string[] options)
    {
        var azurite = new AzuriteProcess(await NodePackages.InstallAsync("azurite"), port, options);
        try
        {
            await azurite.ReadPortAsync();
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadPortAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                _said.Enqueue(line);
                if (!line.StartsWith("port ", StringComparison.Ordinal)) continue;
                Port = int.Parse(line[5..], CultureInfo.InvariantCulture);
                // The pipe is emptied to its end: Azurite would wait where it is full.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            _said.Enqueue($"(nothing more in {Patience.TotalSeconds} s)");
        }

        throw new InvalidOperationException($"Azurite did not start: {string.Join(' ', _said)}");
    }
}
