using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Gate;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Management;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Storage;
using Relay.Telemetry;

namespace Relay;

/// <summary>
/// The way of a call. Data flows one way:
/// <code>
/// caller ─► 1 Ingress ─► 2 Gate ─► 3 Routing ─► 4 Forwarding ◄─► provider
///              body        may it?    which         │
///    caller ◄────────────────────────────────── answer
///                                                   └─► 5 Ledger: the settled record
/// </code>
/// </summary>
public sealed partial class Pipeline
{
    /// <summary>The response header that names the call.</summary>
    public const string CallIdHeader = "x-relay-call-id";

    /// <summary>The request header that, when it is <c>true</c>, refuses a call rather than drop a field in translation.</summary>
    public const string StrictHeader = "x-relay-strict";

    private readonly ConfigSource _config;
    private readonly RequestReader _requests;
    private readonly KeyGate _gate;
    private readonly KeySlots _slots;
    private readonly HealthBook _health;
    private readonly Forwarder _forwarder;
    private readonly CallLedger _ledger;
    private readonly Ids _ids;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _host;
    private readonly ILogger<Pipeline> _log;

    internal Pipeline(
        ConfigSource config, RequestReader requests, KeyGate gate, KeySlots slots, HealthBook health, Forwarder forwarder, CallLedger ledger, Ids ids,
        TimeProvider time, IHostApplicationLifetime host, ILogger<Pipeline> log)
    {
        _config = config;
        _requests = requests;
        _gate = gate;
        _slots = slots;
        _health = health;
        _forwarder = forwarder;
        _ledger = ledger;
        _ids = ids;
        _time = time;
        _host = host;
        _log = log;
    }

    /// <summary>
    /// Answers a call by the path that it has behind the version, as OpenAI's and Anthropic's clients know it:
    /// <c>chat/completions</c>, <c>responses</c>, <c>responses/{id}</c>, <c>messages</c>, <c>embeddings</c>, <c>audio/speech</c> and so on.
    /// </summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path, without a slash before it.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">An answer broke off; the connection is to be closed without an end.</exception>
    public Task PathAsync(HttpContext http, string path, CancellationToken cancellationToken) =>
        PathAsync(http, path, null, cancellationToken);

    /// <summary>Answers a call as Azure OpenAI's clients make it: with the deployment, which is the model, in the path.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path behind <c>deployments/</c>.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">An answer broke off; the connection is to be closed without an end.</exception>
    public Task DeploymentAsync(HttpContext http, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return CallPath.TrySplitDeployment(path, out var model, out var rest)
            ? PathAsync(http, rest, new ModelPath(model, rest, Events: false), cancellationToken)
            : NotFoundAsync(http, cancellationToken);
    }

    /// <summary>Answers a call in Gemini's dialect. A stream that broke ends with an error event there, and cleanly.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path behind <c>models/</c>: the model, a colon and what is to be done.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    public Task GeminiAsync(HttpContext http, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var gemini = DialectCatalogue.Of(Dialect.Gemini);
        return ModelPath.TryParse(path, http.Request.Query["alt"], out var parsed)
            ? RunAsync(http, new(Dialect.Gemini, OperationCatalogue.OfVerb(parsed.Verb)), parsed, cancellationToken)
            : NoVerbAsync(http, gemini, cancellationToken);
    }

    private Task PathAsync(HttpContext http, string path, ModelPath? model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return CallPath.Find(http.Request.Method, path) is { } found
            ? RunAsync(http, found, model, cancellationToken)
            : NotFoundAsync(http, cancellationToken);
    }

    private Task NotFoundAsync(HttpContext http, CancellationToken cancellationToken)
    {
        Name(http.Response, Dialect.OpenAIChat);
        return FallbackEndpoint.NotFoundAsync(http, cancellationToken);
    }

    private Task NoVerbAsync(HttpContext http, IDialect dialect, CancellationToken cancellationToken)
    {
        Name(http.Response, dialect.Id);
        return ErrorWriter.WriteAsync(http.Response, NoVerb(), dialect.ToBody, cancellationToken);
    }

    private CallId Name(HttpResponse response, Dialect dialect)
    {
        var id = _ids.NewCallId();
        response.Headers[CallIdHeader] = id.ToString();
        RequestId.Set(response.Headers, dialect, response.Headers[CallIdHeader]);
        return id;
    }

    private async Task RunAsync(HttpContext http, CallPath asked, ModelPath? path, CancellationToken cancellationToken)
    {
        var dialect = DialectCatalogue.Of(asked.Dialect);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cancellationToken);
        var id = Name(http.Response, dialect.Id);
        try
        {
            if (await RunAsync(http, dialect, asked, path, id, both.Token) is not { } failure) return;
            // That of an answer which came to nothing may be there.
            RequestId.Set(http.Response.Headers, dialect.Id, http.Response.Headers[CallIdHeader]);
            await ErrorWriter.WriteAsync(http.Response, failure, dialect.ToBody, both.Token, path is { AsArray: true });
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to tell.
        }
    }

    // Returns what is still to be said to the caller; null when the answer is out.
    private async Task<Failure?> RunAsync(
        HttpContext http, IDialect dialect, CallPath asked, ModelPath? path, CallId id, CancellationToken cancellationToken)
    {
        if (_host.ApplicationStopping.IsCancellationRequested) return Draining();

        // Whose key it is comes before the body: a stranger costs us no more than headers.
        _config.Begin();
        var identified = await _gate.IdentifyAsync(http.Request, KeyRole.Caller, cancellationToken);
        if (!identified.Succeeded(out var key, out var failure)) return failure;
        if (!(await ReadConfigAsync(cancellationToken)).Succeeded(out var config, out failure)) return failure;

        // 1. Ingress: the body once, and of it the top level only.
        var read = await _requests.ReadAsync(http.Request, asked, path, key.Project, config.Document.BodyLimit, cancellationToken);
        if (!read.Succeeded(out var received, out failure)) return failure;
        using var owned = received;
        var request = received.Request;
        var call = new Call(id, key, received.Body, request, config, _time)
        {
            IsStrict = http.Request.Headers[StrictHeader] == "true",
            Upload = received.Upload,
            Held = received.Held,
        };
        using var activity = RelayMetrics.Begin(asked.Operation?.Name, request.Model, id);

        // 2. Gate: may this key do this?
        if (KeyGate.Admit(key, request.Model) is { } refused) return refused;
        if (!(await _slots.BeginAsync(key, config.LongestCall, cancellationToken)).Succeeded(out var slot, out failure)) return failure;
        using var held = slot;

        // 3. Routing: which targets, in which order?
        if (!CallRouting.Read(call, http.Request.Headers).Succeeded(out var input, out failure)) return failure;
        var plan = Router.Plan(config, input, _health.Of, static route => route.NextTurn());
        if (plan.Refusal is { } noTarget)
            return await OperationEstimate.TryAnswerAsync(http.Response, call, noTarget, cancellationToken) ? null : noTarget;
        call.Plan = plan;

        // 4. Forwarding: the first target that answers.
        await using var answer = new CallerAnswer(http.Response, call, _time, cancellationToken);
        failure = await ForwardAsync(call, plan, http, dialect, answer, cancellationToken);

        // Never sent, like what the gate refuses: there is nothing to account for.
        if (call.Open is null) return failure;

        // 5. Ledger: the record, durable before this returns.
        var status = failure is null || answer.State != AnswerState.NothingSent ? StatusCodes.Status200OK : failure.Status;
        await _ledger.SettleAsync(call, failure, status, answer.State == AnswerState.Committed);
        if (failure is null) return null;
        if (answer.State == AnswerState.NothingSent)
            return await OperationEstimate.TryAnswerAsync(http.Response, call, failure, cancellationToken) ? null : failure;
        // JSON that was kept alive by white space has no form for an error under its 200: it is cut off.
        if (answer.IsEvents && dialect.EndsBrokenStreamsCleanly) return null;
        throw new TruncatedStreamException(id.ToString());
    }

    private async ValueTask<Result<ConfigSnapshot>> ReadConfigAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _config.GetAsync(cancellationToken);
        }
        catch (TableStoreException)
        {
            return new Failure(FailureStage.Routing, FailureSide.Relay, 503, FailureCode.StorageUnavailable,
                "This relay's storage does not answer, so its config could not be read. Try again shortly.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
    }

    private async Task<Failure?> ForwardAsync(
        Call call, Plan plan, HttpContext http, IDialect dialect, CallerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await _forwarder.ForwardAsync(call, plan, http.Request.Headers, answer, cancellationToken);
            if (failure is not null && answer.IsEvents && !cancellationToken.IsCancellationRequested)
                await answer.SendLastAsync(failure, dialect);
            if (failure is { Side: not FailureSide.Caller, Code: not FailureCode.StorageUnavailable }
                && answer.State != AnswerState.Committed) LogUnanswered(call.Id.ToString(), failure.Status);
            return failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return UpstreamFailures.CallerGone();
        }
        catch (Exception e)
        {
            // Not its message: that may quote what it stumbled over.
            LogFault(call.Id.ToString(), e.GetType().Name, e.StackTrace);
            return new(FailureStage.Forwarding, FailureSide.Relay, 500, FailureCode.Internal,
                "Something went wrong in this relay. Its log has the call id.");
        }
    }

    private static Failure NoVerb() =>
        new(FailureStage.Ingress, FailureSide.Caller, 404, FailureCode.NotFound,
            "The path must end in the name of a model, a colon and what is to be done, such as gemini-3:generateContent.");

    private static Failure Draining() =>
        new(FailureStage.Ingress, FailureSide.Relay, 503, FailureCode.Draining,
            "This relay is shutting down. Try again shortly.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    [LoggerMessage(Level = LogLevel.Error, Message = "{CallId} failed on {Exception} in Relay. {StackTrace}")]
    private partial void LogFault(string callId, string exception, string? stackTrace);

    // infra/queries/no-healthy-account.kql looks for this text.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{CallId} was answered by no account; its caller got status {Status}.")]
    private partial void LogUnanswered(string callId, int status);
}
