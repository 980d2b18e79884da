using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Gate;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;
using Relay.Routing.Config;
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
    private readonly BodyReader _bodies;
    private readonly KeyGate _gate;
    private readonly Forwarder _forwarder;
    private readonly CallLedger _ledger;
    private readonly Ids _ids;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _host;
    private readonly ILogger<Pipeline> _log;

    internal Pipeline(
        ConfigSource config, BodyReader bodies, KeyGate gate, Forwarder forwarder, CallLedger ledger, Ids ids,
        TimeProvider time, IHostApplicationLifetime host, ILogger<Pipeline> log)
    {
        _config = config;
        _bodies = bodies;
        _gate = gate;
        _forwarder = forwarder;
        _ledger = ledger;
        _ids = ids;
        _time = time;
        _host = host;
        _log = log;
    }

    /// <summary>Answers a call in OpenAI Chat.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">A stream broke; the connection is to be closed without an end.</exception>
    public Task ChatAsync(HttpContext http, CancellationToken cancellationToken) =>
        RunAsync(http, DialectCatalogue.Of(Dialect.OpenAIChat), null, cancellationToken);

    /// <summary>Answers a call in OpenAI Responses.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">A stream broke; the connection is to be closed without an end.</exception>
    public Task ResponsesAsync(HttpContext http, CancellationToken cancellationToken) =>
        RunAsync(http, DialectCatalogue.Of(Dialect.OpenAIResponses), null, cancellationToken);

    /// <summary>Answers a call in Anthropic Messages.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    /// <exception cref="TruncatedStreamException">A stream broke; the connection is to be closed without an end.</exception>
    public Task MessagesAsync(HttpContext http, CancellationToken cancellationToken) =>
        RunAsync(http, DialectCatalogue.Of(Dialect.Anthropic), null, cancellationToken);

    /// <summary>Answers a call in Gemini's dialect. A stream that broke ends with an error event there, and cleanly.</summary>
    /// <param name="http">The call's context.</param>
    /// <param name="path">The path behind <c>models/</c>: the model, a colon and what is to be done.</param>
    /// <param name="cancellationToken">The host's token; the caller's going away is watched as well.</param>
    public Task GeminiAsync(HttpContext http, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var gemini = DialectCatalogue.Of(Dialect.Gemini);
        return ModelPath.TryParse(path, http.Request.Query["alt"], out var parsed)
            ? RunAsync(http, gemini, parsed, cancellationToken)
            : ErrorWriter.WriteAsync(http.Response, NoVerb(), gemini.ToBody, cancellationToken);
    }

    private async Task RunAsync(HttpContext http, IDialect dialect, ModelPath? path, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cancellationToken);
        var id = _ids.NewCallId();
        http.Response.Headers[CallIdHeader] = id.ToString();
        try
        {
            if (await RunAsync(http, dialect, path, id, both.Token) is { } failure)
                await ErrorWriter.WriteAsync(http.Response, failure, dialect.ToBody, both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to tell.
        }
    }

    // Returns what is still to be said to the caller; null when the answer is out.
    private async Task<Failure?> RunAsync(
        HttpContext http, IDialect dialect, ModelPath? path, CallId id, CancellationToken cancellationToken)
    {
        if (_host.ApplicationStopping.IsCancellationRequested) return Draining();

        // Whose key it is comes before the body: a stranger costs us no more than headers.
        var identified = await _gate.IdentifyAsync(http.Request, KeyRole.Caller, cancellationToken);
        if (!identified.Succeeded(out var key, out var failure)) return failure;
        var config = await _config.GetAsync(cancellationToken);

        // 1. Ingress: the body once, and of it the top level only.
        var read = await _bodies.ReadAsync(http.Request, config.Document.BodyLimit, cancellationToken);
        if (!read.Succeeded(out var body, out failure)) return failure;
        using var ownedBody = body;
        if (!dialect.Scan(body.Span, path).Succeeded(out var request, out failure)) return failure;
        var call = new Call(id, key, body, request, config, _time) { IsStrict = http.Request.Headers[StrictHeader] == "true" };
        using var activity = RelayMetrics.Begin(request.Model, id);

        // 2. Gate: may this key do this?
        if (KeyGate.Admit(key, request.Model) is { } refused) return refused;

        // 3. Routing: which targets, in which order?
        if (!CallConstraint.Read(http.Request.Headers, config).Succeeded(out var constraint, out failure)) return failure;
        var plan = Router.Plan(config, ToInput(call, http.Request.Headers, constraint), static _ => TargetHealth.Unknown, static route => route.NextTurn());
        if (plan.Refusal is { } noTarget) return noTarget;
        call.Plan = plan;

        // 4. Forwarding: the first target that answers.
        await using var answer = new CallerAnswer(http.Response, call, _time, cancellationToken);
        failure = await ForwardAsync(call, plan, http, dialect, answer, cancellationToken);

        // 5. Ledger: the record, durable before this returns.
        var status = failure is null || answer.State != AnswerState.NothingSent ? StatusCodes.Status200OK : failure.Status;
        await _ledger.SettleAsync(call, failure, status, answer.State == AnswerState.Committed);
        if (failure is null || answer.State == AnswerState.NothingSent) return failure;
        if (dialect.EndsBrokenStreamsCleanly) return null;
        throw new TruncatedStreamException(id.ToString());
    }

    private async Task<Failure?> ForwardAsync(
        Call call, Plan plan, HttpContext http, IDialect dialect, CallerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await _forwarder.ForwardAsync(call, plan, http.Request.Headers, answer, cancellationToken);
            if (failure is not null && answer.State != AnswerState.NothingSent && !cancellationToken.IsCancellationRequested)
                await answer.SendLastAsync(dialect.ToEvent(failure));
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

    private static RoutingInput ToInput(Call call, IHeaderDictionary headers, Constraint constraint) => new()
    {
        Model = call.Request.Model,
        Dialect = call.Request.Dialect,
        Now = call.StartedAt,
        Seed = StableHash.Of(call.Id.ToString()),
        Allowed = call.Key.Allows,
        Key = call.Key.Id,
        Project = call.Key.Project,
        Session = SessionFinder.Find(headers, call.Request.Hints, call.Body.Span),
        Constraint = constraint,
    };

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
}
