using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>The config document, for an admin key.</summary>
public sealed class ConfigFunctions(ConfigEndpoints config)
{
    /// <summary>The document in force, or a version of it.</summary>
    [Function(nameof(GetConfig))]
    public Task GetConfig(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/config")] HttpRequest request,
        CancellationToken cancellationToken) =>
        config.GetAsync(request.HttpContext, cancellationToken);

    /// <summary>A new version.</summary>
    [Function(nameof(PutConfig))]
    public Task PutConfig(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/config")] HttpRequest request,
        CancellationToken cancellationToken) =>
        config.PutAsync(request.HttpContext, cancellationToken);

    /// <summary>What versions there are.</summary>
    [Function(nameof(ListConfigVersions))]
    public Task ListConfigVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/config/versions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        config.ListVersionsAsync(request.HttpContext, cancellationToken);
}
