using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Azure.TableStorage;
using Relay.Storage;

namespace Relay.Azure.Tests.Running;

/// <summary>Stores for tests, and short ways to use one.</summary>
internal static class Stores
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A store on Azurite.</summary>
    public static async Task<TableStorageStore> StoreAsync(
        this Azurite azurite, HttpMessageHandler? way = null, TimeProvider? time = null, TimeSpan? patience = null) =>
        Of(await azurite.OpenAsync(Options(way, patience)), time);

    /// <summary>A store on what a test answers itself.</summary>
    public static TableStorageStore On(
        Func<HttpRequestMessage, Task<HttpResponseMessage>> answer, TimeProvider? time = null)
    {
        var options = Options(new Interception((request, _, _) => answer(request)));
        return Of(new("AccountName=acc;AccountKey=a2V5;TableEndpoint=https://acc.table.example", options), time);
    }

    /// <summary>Options that go another way.</summary>
    public static TableClientOptions Options(HttpMessageHandler? way, TimeSpan? patience = null)
    {
        var options = TableStorageClient.Options();
        if (way is not null) options.Transport = new HttpClientTransport(way);
        if (patience is not null) options.Retry.NetworkTimeout = patience.Value;
        return options;
    }

    public static TableRow Row(string key, long n = 0) => new TableRow(new("p", key)).With("n", n);

    public static async Task<TableResult> WriteAsync(this ITableStore store, string table, params TableWrite[] writes) =>
        await store.WriteAsync(table, writes, Stop);

    public static async Task<TableRow?> ReadAsync(this ITableStore store, string table, string key) =>
        await store.GetAsync(table, new("p", key), Stop);

    private static TableStorageStore Of(TableServiceClient client, TimeProvider? time) => new(
        client,
        time ?? TimeProvider.System,
        NullLogger<TableStorageStore>.Instance,
        "test" + RandomNumberGenerator.GetHexString(8));
}
