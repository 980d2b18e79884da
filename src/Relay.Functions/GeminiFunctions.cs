using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions;

/// <summary>
/// Calls of models in Gemini's dialect, under both of its versions: the newer SDK calls <c>v1</c>. A model's name may hold
/// slashes, and routes know no colon, so that the rest of the path is taken apart behind it.
/// </summary>
public sealed class GeminiFunctions(CallEntry entry)
{
    /// <summary>
    /// <c>generateContent</c>, <c>streamGenerateContent</c>, <c>countTokens</c>, <c>embedContent</c> and
    /// <c>batchEmbedContents</c>, version 1.
    /// </summary>
    [Function(nameof(GeminiV1))]
    public Task GeminiV1(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/models/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.GeminiAsync(request.HttpContext, path, cancellationToken);

    /// <summary>The same, version 1beta.</summary>
    [Function(nameof(GeminiV1Beta))]
    public Task GeminiV1Beta(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1beta/models/{*path}")] HttpRequest request,
        string path,
        CancellationToken cancellationToken) =>
        entry.GeminiAsync(request.HttpContext, path, cancellationToken);
}
