using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Azure.Core;
using Azure.Data.Tables;
using Relay.Azure.TableStorage;

namespace Relay.Azure.Tests.Running;

/// <summary>Azurite's table service on a free port of this machine, its data in memory.</summary>
public sealed class Azurite : IAsyncLifetime
{
    // Published constants of the emulator, the same everywhere.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<int>> _port;
    private readonly ConcurrentQueue<string> _said = [];
    private Process? _process;
    private int _tables;

    public Azurite() => _port = new(StartAsync);

    /// <summary>A connection string of the account.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        var port = await _port.Value;
        return string.Create(
            CultureInfo.InvariantCulture, $"AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};");
    }

    /// <summary>A client of the account, as the store needs it.</summary>
    public async Task<TableServiceClient> OpenAsync(TableClientOptions? options = null) =>
        TableStorageClient.Open(await ConnectionStringAsync(), NoIdentity, options ?? TableStorageClient.Options());

    /// <summary>The name of a table that no other test has.</summary>
    public string NewTable() => string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _tables)}x");

    /// <summary>
    /// Installs and starts it, outside any test's time. Where that fails, each test that asks for it fails and says why.
    /// </summary>
    public async ValueTask InitializeAsync() => await Task.WhenAny(_port.Value);

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static TokenCredential NoIdentity() => throw new InvalidOperationException("A connection string needs no identity.");

    private async Task<int> StartAsync()
    {
        var folder = await AzuritePackage.InstallAsync();
        var start = new ProcessStartInfo(
            "node",
            ["start.js", "--tableHost", "127.0.0.1", "--tablePort", "0", "--inMemoryPersistence", "--skipApiVersionCheck",
                "--silent", "--disableTelemetry"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = _process = AzuritePackage.Start(start);
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();

        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            _said.Enqueue(line);
            if (!line.StartsWith("port ", StringComparison.Ordinal)) continue;
            // The pipe is emptied to its end: Azurite would wait where it is full.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return int.Parse(line[5..], CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"Azurite ended as it started: {string.Join(' ', _said)}");
    }
}
