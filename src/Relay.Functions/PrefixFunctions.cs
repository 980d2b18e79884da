using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>The same calls under the base paths that clients of one vendor are given.</summary>
public sealed class PrefixFunctions(CallEntry entry, ModelEndpoints models)
{
    /// <summary>Azure OpenAI as its SDKs call it: the deployment in the path is the model. Its <c>api-version</c> may be any.</summary>
    [Function(nameof(AzureDeployments))]
    public Task AzureDeployments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "openai/deployments/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.DeploymentAsync(request.HttpContext, path, cancellationToken);

    /// <summary>All models that the key may use, as its SDKs ask for them.</summary>
    [Function(nameof(AzureListModels))]
    public Task AzureListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openai/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them. Sorts after <see cref="AzureListModels"/>, whose route it would match as well.</summary>
    [Function(nameof(AzureRetrieveModel))]
    public Task AzureRetrieveModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openai/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);

    /// <summary>Responses, which its SDKs ask for without a deployment.</summary>
    [Function(nameof(AzureResponses))]
    public Task AzureResponses(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "openai/responses")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "responses", cancellationToken);

    /// <summary>What is asked for under them. Sorts after <see cref="AzureResponses"/>.</summary>
    [Function(nameof(AzureResponsesRest))]
    public Task AzureResponsesRest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "openai/responses/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{path}", cancellationToken);

    /// <summary>A response that a provider holds.</summary>
    [Function(nameof(AzureStoredResponse))]
    public Task AzureStoredResponse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "openai/responses/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}", cancellationToken);

    /// <summary>What was put into it.</summary>
    [Function(nameof(AzureStoredResponseInput))]
    public Task AzureStoredResponseInput(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openai/responses/{id}/input_items")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}/input_items", cancellationToken);

    /// <summary>Azure OpenAI version 1, and clients of OpenAI that want a base path of their own.</summary>
    [Function(nameof(OpenAIV1))]
    public Task OpenAIV1(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "openai/v1/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, path, cancellationToken);

    /// <summary>All models that the key may use.</summary>
    [Function(nameof(OpenAIV1ListModels))]
    public Task OpenAIV1ListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openai/v1/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them. Sorts after <see cref="OpenAIV1ListModels"/>, whose route it would match as well.</summary>
    [Function(nameof(OpenAIV1RetrieveModel))]
    public Task OpenAIV1RetrieveModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openai/v1/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);

    /// <summary>Where Codex asks for a WebSocket: refused at once.</summary>
    [Function(nameof(OpenAIV1WebSocket))]
    public Task OpenAIV1WebSocket(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openai/v1/responses")] HttpRequest request,
        CancellationToken cancellationToken) =>
        WebSocketEndpoint.RefuseAsync(request.HttpContext, cancellationToken);

    /// <summary>A response that a provider holds.</summary>
    [Function(nameof(OpenAIV1StoredResponse))]
    public Task OpenAIV1StoredResponse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "openai/v1/responses/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}", cancellationToken);

    /// <summary>What was put into it.</summary>
    [Function(nameof(OpenAIV1StoredResponseInput))]
    public Task OpenAIV1StoredResponseInput(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openai/v1/responses/{id}/input_items")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}/input_items", cancellationToken);

    /// <summary>Clients of Anthropic that want a base path of their own.</summary>
    [Function(nameof(AnthropicV1))]
    public Task AnthropicV1(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "anthropic/v1/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, path, cancellationToken);

    /// <summary>All models that the key may use, in Anthropic's form.</summary>
    [Function(nameof(AnthropicV1ListModels))]
    public Task AnthropicV1ListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "anthropic/v1/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them. Sorts after <see cref="AnthropicV1ListModels"/>.</summary>
    [Function(nameof(AnthropicV1RetrieveModel))]
    public Task AnthropicV1RetrieveModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "anthropic/v1/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);

    /// <summary>Clients of Gemini that want a base path of their own, in any version.</summary>
    [Function(nameof(GeminiPrefixed))]
    public Task GeminiPrefixed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "gemini/{version}/models/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.GeminiAsync(request.HttpContext, path, cancellationToken);

    /// <summary>All models that the key may use, in Gemini's form.</summary>
    [Function(nameof(GeminiPrefixedListModels))]
    public Task GeminiPrefixedListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "gemini/{version}/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        models.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One of them. Sorts after <see cref="GeminiPrefixedListModels"/>.</summary>
    [Function(nameof(GeminiPrefixedRetrieveModel))]
    public Task GeminiPrefixedRetrieveModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "gemini/{version}/models/{*id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        models.GetAsync(request.HttpContext, id, cancellationToken);
}
