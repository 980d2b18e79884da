using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions;

/// <summary>What models do beside holding a conversation.</summary>
public sealed class OperationFunctions(CallEntry entry)
{
    /// <summary>Completions of old, as JSON and as a stream.</summary>
    [Function(nameof(Completions))]
    public Task Completions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/completions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "completions", cancellationToken);

    /// <summary>How many tokens a request of Anthropic Messages has.</summary>
    [Function(nameof(CountTokens))]
    public Task CountTokens(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/messages/count_tokens")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "messages/count_tokens", cancellationToken);

    /// <summary>Embeddings.</summary>
    [Function(nameof(Embeddings))]
    public Task Embeddings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/embeddings")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "embeddings", cancellationToken);

    /// <summary>Pictures out of pictures.</summary>
    [Function(nameof(ImageEdits))]
    public Task ImageEdits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/images/edits")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "images/edits", cancellationToken);

    /// <summary>Pictures, as JSON and as a stream.</summary>
    [Function(nameof(ImageGenerations))]
    public Task ImageGenerations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/images/generations")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "images/generations", cancellationToken);

    /// <summary>Pictures like a picture.</summary>
    [Function(nameof(ImageVariations))]
    public Task ImageVariations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/images/variations")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "images/variations", cancellationToken);

    /// <summary>Moderations.</summary>
    [Function(nameof(Moderations))]
    public Task Moderations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/moderations")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "moderations", cancellationToken);

    /// <summary>Texts in the order of how well they answer a question.</summary>
    [Function(nameof(Rerank))]
    public Task Rerank(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/rerank")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "rerank", cancellationToken);

    /// <summary>Sound out of text.</summary>
    [Function(nameof(Speech))]
    public Task Speech(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/audio/speech")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "audio/speech", cancellationToken);

    /// <summary>Text out of sound.</summary>
    [Function(nameof(Transcriptions))]
    public Task Transcriptions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/audio/transcriptions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "audio/transcriptions", cancellationToken);

    /// <summary>English text out of sound.</summary>
    [Function(nameof(Translations))]
    public Task Translations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/audio/translations")] HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.PathAsync(request.HttpContext, "audio/translations", cancellationToken);
}
