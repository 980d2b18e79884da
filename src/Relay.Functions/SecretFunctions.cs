using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>Secrets, for an admin key.</summary>
public sealed class SecretFunctions(SecretEndpoints secrets)
{
    /// <summary>Lists secrets, without their values.</summary>
    [Function(nameof(ListSecrets))]
    public Task ListSecrets(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/secrets")] HttpRequest request,
        CancellationToken cancellationToken) =>
        secrets.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>Sets a secret.</summary>
    [Function(nameof(PutSecret))]
    public Task PutSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/secrets/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken) =>
        secrets.PutAsync(request.HttpContext, name, cancellationToken);
}
