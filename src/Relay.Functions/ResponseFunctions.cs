using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions;

/// <summary>Responses that a provider holds, and what else stands under their path.</summary>
public sealed class ResponseFunctions(CallEntry entry)
{
    /// <summary>Such a response: read, streamed again or deleted.</summary>
    [Function(nameof(StoredResponse))]
    public Task StoredResponse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "v1/responses/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}", cancellationToken);

    /// <summary>Stops one that is still being made.</summary>
    [Function(nameof(StoredResponseCancel))]
    public Task StoredResponseCancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/responses/{id}/cancel")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}/cancel", cancellationToken);

    /// <summary>What was put into it.</summary>
    [Function(nameof(StoredResponseInput))]
    public Task StoredResponseInput(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/responses/{id}/input_items")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, $"responses/{id}/input_items", cancellationToken);

    /// <summary>A conversation made shorter by the provider.</summary>
    [Function(nameof(CompactResponse))]
    public Task CompactResponse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/responses/compact")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "responses/compact", cancellationToken);

    /// <summary>How many tokens a request has.</summary>
    [Function(nameof(CountResponseTokens))]
    public Task CountResponseTokens(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/responses/input_tokens")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "responses/input_tokens", cancellationToken);
}
