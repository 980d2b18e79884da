using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions;

/// <summary>Calls of models.</summary>
public sealed class ChatFunctions(Pipeline pipeline)
{
    /// <summary>OpenAI Chat, as JSON and as a stream.</summary>
    [Function(nameof(ChatCompletions))]
    public Task ChatCompletions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/chat/completions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        pipeline.ChatAsync(request.HttpContext, cancellationToken);
}
