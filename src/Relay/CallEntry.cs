using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Failures;
using Relay.Forwarding;

namespace Relay;

/// <summary>Where calls come in: finds what a path asks for, gives the call its id, and says what the pipeline could not.</summary>
public sealed class CallEntry
{
    private readonly Pipeline _pipeline;
    private readonly Ids _ids;

    internal CallEntry(Pipeline pipeline, Ids ids)
    {
        _pipeline = pipeline;
        _ids = ids;
    }

    /// <summary>
    /// Answers a call by the path that it has behind the version, as OpenAI's and Anthropic's clients know it:
    /// <c>chat/completions</c>, <c>responses</c>, <c>responses/{id}</c>, <c>messages</c>, <c>embeddings</c>, <c>audio/speech</c> and so on.
    /// </summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path, without a slash before it.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">An answer broke off; the connection is to be closed without an end.</exception>
    public Task PathAsync(HttpContext http, string? path, CancellationToken cancellationToken) =>
        PathAsync(http, path, null, cancellationToken);

    /// <summary>Answers a call as Azure OpenAI's clients make it: with the deployment, which is the model, in the path.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path behind <c>deployments/</c>.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">An answer broke off; the connection is to be closed without an end.</exception>
    public Task DeploymentAsync(HttpContext http, string? path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return CallPath.TrySplitDeployment(path?.TrimEnd('/'), out var model, out var rest)
            ? PathAsync(http, rest, new ModelPath(model, rest, Events: false), cancellationToken)
            : NowhereAsync(http, cancellationToken);
    }

    /// <summary>Answers a call in Gemini's dialect. A stream that broke ends with an error event there, and cleanly.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path behind <c>models/</c>: the model, a colon and what is to be done.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    public Task GeminiAsync(HttpContext http, string? path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (string.IsNullOrEmpty(path)) return NowhereAsync(http, cancellationToken);
        var gemini = DialectCatalogue.Of(Dialect.Gemini);
        return ModelPath.TryParse(path, http.Request.Query["alt"], out var parsed)
            ? RunAsync(http, new(Dialect.Gemini, OperationCatalogue.OfVerb(parsed.Verb)), parsed, cancellationToken)
            : NoVerbAsync(http, gemini, cancellationToken);
    }

    /// <summary>
    /// Answers whatever no function takes: 405 where something stands that takes other methods, which <c>Allow</c> lists, a
    /// list of these for OPTIONS, and else 404. No key is looked at.
    /// </summary>
    /// <param name="http">The request's context.</param>
    /// <param name="cancellationToken">The host's token.</param>
    public Task NowhereAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var methods = Addresses.MethodsAt(http.Request.Path.Value ?? "");
        if (methods is not null) http.Response.Headers.Allow = methods;
        if (methods is not null && HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        var dialect = DialectCatalogue.Of(Addresses.DialectOf(http.Request));
        Name(http.Response, dialect.Id);
        return ErrorWriter.WriteAsync(
            http.Response, methods is null ? Nothing(http.Request.Path) : NotThatMethod(methods), dialect.ToBody, cancellationToken);
    }

    private Task PathAsync(HttpContext http, string? path, ModelPath? model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        // A catch-all keeps a slash at its end, which other routes do not.
        path = path?.TrimEnd('/');
        return CallPath.Find(http.Request.Method, path) is { } found
            ? RunAsync(http, found, model, cancellationToken)
            : NowhereAsync(http, cancellationToken);
    }

    private Task NoVerbAsync(HttpContext http, IDialect dialect, CancellationToken cancellationToken)
    {
        Name(http.Response, dialect.Id);
        return ErrorWriter.WriteAsync(http.Response, NoVerb(), dialect.ToBody, cancellationToken);
    }

    private CallId Name(HttpResponse response, Dialect dialect)
    {
        var id = _ids.NewCallId();
        RequestId.Name(response.Headers, dialect, id);
        return id;
    }

    private async Task RunAsync(HttpContext http, CallPath asked, ModelPath? path, CancellationToken cancellationToken)
    {
        var dialect = DialectCatalogue.Of(asked.Dialect);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cancellationToken);
        var id = Name(http.Response, dialect.Id);
        try
        {
            if (await _pipeline.RunAsync(http, asked, path, id, both.Token) is not { } failure) return;
            // That of an answer which came to nothing may be there.
            RequestId.Reset(http.Response.Headers, dialect.Id);
            await ErrorWriter.WriteAsync(http.Response, failure, dialect.ToBody, both.Token, path is { AsArray: true });
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to tell.
        }
    }

    private static Failure Nothing(PathString path) =>
        new(FailureStage.Ingress, FailureSide.Caller, 404, FailureCode.NotFound,
            path.Value?.Contains("/v1/conversations", StringComparison.OrdinalIgnoreCase) == true
                ? "Conversations are not kept here: of several accounts nothing would say which holds one. Send the turns in input, "
                    + "or continue a response with previous_response_id."
                : path.StartsWithSegments("/v1/v1", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/v1/v1beta", StringComparison.OrdinalIgnoreCase)
                ? "There is nothing at this address. This client adds the version by itself: leave /v1 out of its base URL."
                : "There is nothing at this address. The base URL of this relay ends in /v1, and chat is POST /v1/chat/completions.");

    private static Failure NotThatMethod(string methods) =>
        new(FailureStage.Ingress, FailureSide.Caller, StatusCodes.Status405MethodNotAllowed, FailureCode.MethodNotAllowed,
            $"This address takes {methods}, and no other method.");

    private static Failure NoVerb() =>
        new(FailureStage.Ingress, FailureSide.Caller, 404, FailureCode.NotFound,
            "The path must end in the name of a model, a colon and what is to be done, such as gemini-3:generateContent.");
}
