using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>What models there are. A model's name may hold slashes, so it is the rest of the path.</summary>
public sealed class ModelFunctions(ModelEndpoints models)
{
    /// <summary>All that the key may use.</summary>
    [Function(nameof(ListModels))]
    public Task ListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them. Sorts after <see cref="ListModels"/>, whose route it would match as well.</summary>
    [Function(nameof(RetrieveModel))]
    public Task RetrieveModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);

    /// <summary>All that the key may use, for clients of Gemini.</summary>
    [Function(nameof(ListModelsV1Beta))]
    public Task ListModelsV1Beta(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1beta/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them, for clients of Gemini. Sorts after <see cref="ListModelsV1Beta"/>.</summary>
    [Function(nameof(RetrieveModelV1Beta))]
    public Task RetrieveModelV1Beta(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1beta/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);
}
