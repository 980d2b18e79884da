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
internal sealed partial class Pipeline(
    ConfigSource source, RequestReader requests, KeyGate gate, KeySlots slots, HealthBook health, Forwarder forwarder, CallLedger ledger,
    TimeProvider time, IHostApplicationLifetime host, ILogger<Pipeline> log)
{
    /// <summary>Answers a call.</summary>
    /// <param name="http">Its context.</param>
    /// <param name="asked">What its path asks for.</param>
    /// <param name="path">What the path says of the model; null where the body says it.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends it; the caller's going away is among the reasons.</param>
    /// <returns>What is still to be said to the caller; null when the answer is out.</returns>
    /// <exception cref="TruncatedStreamException">The answer broke off; the connection is to be closed without an end.</exception>
    public async Task<Failure?> RunAsync(HttpContext http, CallPath asked, ModelPath? path, CallId id, CancellationToken cancellationToken)
    {
        if (host.ApplicationStopping.IsCancellationRequested) return RelayFailures.Draining();
        var dialect = DialectCatalogue.Of(asked.Dialect);

        // Whose key it is comes before the body: a stranger costs us no more than headers.
        source.Begin();
        var identified = await gate.IdentifyAsync(http.Request, KeyRole.Caller, cancellationToken);
        if (!identified.Succeeded(out var key, out var failure)) return Refused(id, failure);
        if (!(await ReadConfigAsync(cancellationToken)).Succeeded(out var config, out failure)) return Refused(id, failure);

        // 1. Ingress: the body once, and of it the top level only.
        var read = await requests.ReadAsync(http.Request, asked, path, key.Project, config.Document.BodyLimit, cancellationToken);
        if (!read.Succeeded(out var received, out failure)) return Refused(id, failure);
        using var owned = received;
        var request = received.Request;
        var call = new Call(id, key, received.Body, request, config, time)
        {
            IsStrict = http.Request.Headers[CallHeaders.Strict] == "true",
            Upload = received.Upload,
            Held = received.Held,
        };
        using var activity = RelayMetrics.Begin(asked.Operation?.Name, request.Model, id);

        // 2. Gate: may this key do this?
        if (KeyGate.Admit(key, request.Model) is { } refused) return Refused(call, refused);
        if (!(await slots.BeginAsync(key, config.LongestCall, cancellationToken)).Succeeded(out var slot, out failure))
            return Refused(call, failure);
        using var held = slot;

        // 3. Routing: which targets, in which order?
        if (!CallRouting.Read(call, http.Request.Headers).Succeeded(out var input, out failure)) return Refused(call, failure);
        var plan = Router.Plan(config, input, health.Of, static route => route.NextTurn());
        if (plan.Refusal is { } noTarget)
            return await OperationEstimate.TryAnswerAsync(http.Response, call, noTarget, cancellationToken) ? null : Refused(call, noTarget);
        call.Plan = plan;

        // 4. Forwarding: the first target that answers.
        await using var answer = new CallerAnswer(http.Response, call, time, cancellationToken);
        failure = await ForwardAsync(call, plan, http, dialect, answer, cancellationToken);

        // Never sent, like what the gate refuses: there is nothing to account for.
        if (call.Open is null) return failure;

        // 5. Ledger: the record, durable before this returns.
        var status = failure is null || answer.State != AnswerState.NothingSent ? StatusCodes.Status200OK : failure.Status;
        await ledger.SettleAsync(call, failure, status, answer.State == AnswerState.Committed);
        if (failure is null) return null;
        if (answer.State == AnswerState.NothingSent)
            return await OperationEstimate.TryAnswerAsync(http.Response, call, failure, cancellationToken) ? null : failure;
        // JSON that was kept alive by white space has no form for an error under its 200: it is cut off.
        if (answer.IsEvents && dialect.EndsBrokenStreamsCleanly) return null;
        throw new TruncatedStreamException(id.ToString());
    }

    private Failure Refused(CallId id, Failure failure)
    {
        log.CallRefused(id, failure.Status, failure.Code);
        return failure;
    }

    // It has no record, for nothing was spent; this is all that is left of it.
    private Failure Refused(Call call, Failure failure)
    {
        var (id, model) = (call.Id.ToString(), NameOf(call));
        LogRefused(id, model, failure.Status, failure.Code);
        return failure;
    }

    // The caller wrote it: whatever would end a line of the log is escaped.
    private static string NameOf(Call call) => PlainJsonEncoder.Instance.Encode(call.Request.Model);

    private async ValueTask<Result<ConfigSnapshot>> ReadConfigAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.GetAsync(cancellationToken);
        }
        catch (TableStoreException)
        {
            return RelayFailures.NoStorage(FailureStage.Routing, ", so its config could not be read");
        }
    }

    private async Task<Failure?> ForwardAsync(
        Call call, Plan plan, HttpContext http, IDialect dialect, CallerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await forwarder.ForwardAsync(call, plan, http.Request.Headers, answer, cancellationToken);
            if (failure is not null && answer.IsEvents && !cancellationToken.IsCancellationRequested)
                await answer.SendLastAsync(failure, dialect);
            if (failure is { Side: not FailureSide.Caller, Code: not FailureCode.StorageUnavailable }
                && answer.State != AnswerState.Committed)
                LogUnanswered(call.Id.ToString(), NameOf(call), failure.Status, failure.Code);
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
            return RelayFailures.Fault();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{CallId} failed on {Exception} in Relay. {StackTrace}")]
    private partial void LogFault(string callId, string exception, string? stackTrace);

    // infra/queries/no-healthy-account.kql looks for this text.
    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{CallId} for {Model} was answered by no account; its caller got status {Status} ({Code}).")]
    private partial void LogUnanswered(string callId, string model, int status, string code);

    [LoggerMessage(
        Level = LogLevel.Information, Message = "{CallId} for {Model} was refused with status {Status} ({Code}); no account was asked.")]
    private partial void LogRefused(string callId, string model, int status, string code);
}
