using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>How accounts, and for everybody models and providers, do.</summary>
public sealed class AccountFunctions(AccountEndpoints accounts, StatusEndpoint status)
{
    /// <summary>Lists accounts, for an admin key.</summary>
    [Function(nameof(ListAccounts))]
    public Task ListAccounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/accounts")] HttpRequest request,
        CancellationToken cancellationToken) =>
        accounts.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>The status of models and providers, for everybody.</summary>
    [Function(nameof(GetStatus))]
    public Task GetStatus(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/status")] HttpRequest request,
        CancellationToken cancellationToken) =>
        status.GetAsync(request.HttpContext, cancellationToken);
}
