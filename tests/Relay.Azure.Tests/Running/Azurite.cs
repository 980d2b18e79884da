using System.Globalization;
using Azure.Core;
using Azure.Data.Tables;
using Relay.Azure.TableStorage;
using Relay.Local.Tests.Running;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Azure.Tests.Running;

/// <summary>The Azurite that tests share, asked with its account's key.</summary>
public sealed class Azurite : IAsyncLifetime
{
    // Published constants of the emulator, the same everywhere.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Accounts for relays that share nothing: the engine's names of tables are always the same.
    private const string RelayKey = "a2V5";
    private const int RelayAccounts = 2000;

    private Task<AzuriteProcess>? _starting;
    private int _tables;
    private int _relays;

    /// <summary>The accounts that an Azurite has, as it wants them told.</summary>
    public static string Accounts { get; } = string.Join(
        ';', Enumerable.Range(1, RelayAccounts).Select(i => FormattableString.Invariant($"relay{i}:{RelayKey}")).Prepend($"{Account}:{Key}"));

    /// <summary>A connection string of the account.</summary>
    public async Task<string> ConnectionStringAsync() => ConnectionStringOf((await _starting!).Port);

    /// <summary>A connection string of an Azurite on this machine.</summary>
    public static string ConnectionStringOf(int port) => ConnectionStringOf(port, Account, Key);

    /// <summary>A connection string of an account that nobody else has.</summary>
    public async Task<string?> NewAccountAsync() => ConnectionStringOf(
        (await _starting!).Port, FormattableString.Invariant($"relay{Interlocked.Increment(ref _relays)}"), RelayKey);

    /// <summary>A client of the account, as the store needs it.</summary>
    public async Task<TableServiceClient> OpenAsync(TableClientOptions? options = null) =>
        TableStorageClient.Open(await ConnectionStringAsync(), NoIdentity, options ?? TableStorageClient.Options());

    /// <summary>The name of a table that no other test has.</summary>
    public string NewTable() => string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _tables)}x");

    /// <summary>
    /// Installs and starts it, outside any test's time. Where that fails, each test that asks for it fails and says why.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        await Task.WhenAny(_starting = AzuriteProcess.StartAsync());
        var store = OpenEngineAsync();
        TestTables.Open = () => store;
        RunningRelay.NewStorage = NewAccountAsync;
    }

    public async ValueTask DisposeAsync()
    {
        if (_starting is { IsCompletedSuccessfully: true }) await (await _starting).DisposeAsync();
    }

    private static string ConnectionStringOf(int port, string account, string key) => string.Create(
        CultureInfo.InvariantCulture, $"AccountName={account};AccountKey={key};TableEndpoint=http://127.0.0.1:{port}/{account};");

    private async Task<ITableStore> OpenEngineAsync() => await this.StoreAsync();

    private static TokenCredential NoIdentity() => throw new InvalidOperationException("A connection string needs no identity.");
}
