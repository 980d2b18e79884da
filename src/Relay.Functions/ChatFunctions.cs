using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions;

/// <summary>Calls of models.</summary>
public sealed class ChatFunctions(CallEntry entry)
{
    /// <summary>OpenAI Chat, as JSON and as a stream.</summary>
    [Function(nameof(ChatCompletions))]
    public Task ChatCompletions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/chat/completions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "chat/completions", cancellationToken);

    /// <summary>OpenAI Responses, as JSON and as a stream.</summary>
    [Function(nameof(Responses))]
    public Task Responses(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/responses")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "responses", cancellationToken);

    /// <summary>Anthropic Messages, as JSON and as a stream.</summary>
    [Function(nameof(Messages))]
    public Task Messages(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/messages")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "messages", cancellationToken);
}
