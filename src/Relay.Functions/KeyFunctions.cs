using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>Keys, for an admin key.</summary>
public sealed class KeyFunctions(KeyEndpoints keys)
{
    /// <summary>Makes a key.</summary>
    [Function(nameof(CreateKey))]
    public Task CreateKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/keys")] HttpRequest request,
        CancellationToken cancellationToken) =>
        keys.CreateAsync(request.HttpContext, cancellationToken);

    /// <summary>Lists keys.</summary>
    [Function(nameof(ListKeys))]
    public Task ListKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/keys")] HttpRequest request,
        CancellationToken cancellationToken) =>
        keys.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One key.</summary>
    [Function(nameof(GetKey))]
    public Task GetKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/keys/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        keys.GetAsync(request.HttpContext, id, cancellationToken);

    /// <summary>Switches a key off or on.</summary>
    [Function(nameof(ChangeKey))]
    public Task ChangeKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/keys/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        keys.ChangeAsync(request.HttpContext, id, cancellationToken);

    /// <summary>Ends a key.</summary>
    [Function(nameof(DeleteKey))]
    public Task DeleteKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/keys/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        keys.DeleteAsync(request.HttpContext, id, cancellationToken);
}
