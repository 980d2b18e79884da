using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Relay.Gate;
using Relay.Management;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Management;

/// <summary>The engine as its hosts put it together, on a store in memory, called without a server.</summary>
internal sealed class ManagementBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ManagementBench(ISecretStore? secrets = null)
    {
        var services = new ServiceCollection();
        if (secrets is not null) services.AddSingleton(secrets);
        _services = services
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(TestIds.Fill(3))
            .AddSingleton<ITableStore>(Tables)
            .AddRelayEngine()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public TestTables Tables { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The admin key that requests carry.</summary>
    public Key Admin { get; private set; } = null!;

    /// <summary>The text of that key.</summary>
    public string AdminText { get; private set; } = "";

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask StartAsync() => (Admin, AdminText) = await Get<KeyMaker>().MakeAsync(
        "admin", KeyRole.Admin, "default", null, [], null, null, CancellationToken.None);

    /// <summary>Calls an endpoint with the admin key.</summary>
    public Task<Answer> CallAsync(
        Func<HttpContext, Task> endpoint, string query = "", string? body = null, params (string Name, string Value)[] headers) =>
        CallAsync(AdminText, endpoint, query, body is null ? null : Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Puts the first config.</summary>
    public Task<Answer> PutConfigAsync(string json) => CallAsync(
        http => Get<ConfigEndpoints>().PutAsync(http, CancellationToken.None), body: json, headers: ("If-Match", "\"0\""));

    /// <summary>What <c>GET /api/accounts</c> says of the credentials of each account, in JSON.</summary>
    public async Task<IReadOnlyList<(string Id, string Faults)>> CredentialFaultsAsync()
    {
        var answer = await CallAsync(http => Get<AccountEndpoints>().ListAsync(http, CancellationToken.None));
        return [.. JsonNode.Parse(answer.Body)!["data"]!.AsArray()
            .Select(account => ((string)account!["id"]!, account["credential_faults"]!.ToJsonString()))];
    }

    /// <summary>Calls an endpoint with any key.</summary>
    public static async Task<Answer> CallAsync(
        string key, Func<HttpContext, Task> endpoint, string query = "", byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer {key}";
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        http.Request.QueryString = new(query);
        http.Request.Body = new MemoryStream(body ?? []);
        http.Request.ContentLength = body?.Length;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await endpoint(http);
        return new(http.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()), http.Response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>What came back.</summary>
    internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The status and the code of an error, to compare in one.</summary>
        public (int Status, string? Code, string? Param) Error
        {
            get
            {
                var error = JsonNode.Parse(Body)!["error"]!;
                return (Status, (string?)error["code"], (string?)error["param"]);
            }
        }
    }
}
