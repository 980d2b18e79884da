using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;
using Relay.Storage;

namespace Relay.Forwarding;

/// <summary>
/// Walks a plan: tries a target, and moves on to the next as long as nothing of an answer has gone to the caller.
/// </summary>
internal sealed class Forwarder(
    UpstreamClient upstream, UpstreamErrorReader errors, JsonForwarder json, CallLedger ledger, TimeProvider time)
{
    /// <summary>Sends a call and brings its answer back.</summary>
    /// <returns>Null when the caller has the whole answer; else why not, and nothing about it was said yet.</returns>
    public async ValueTask<Failure?> ForwardAsync(
        Call call, Plan plan, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        Failure? failure = null;
        foreach (var target in plan.Targets)
        {
            var attempt = call.Begin(target);
            if (call.Open is null) ledger.Begin(call);
            failure = await TryAsync(call, attempt, headers, answer, cancellationToken);
            attempt.End(failure);
            if (failure is not { MovesOn: true } || answer.State == AnswerState.Committed || call.Upload is { HasBegun: true }) break;
            answer.DropHeld();
        }

        return failure;
    }

    private async ValueTask<Failure?> TryAsync(
        Call call, Attempt attempt, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        IWholeTranslation? translation = null;
        if (attempt.Endpoint.Dialect != attempt.Caller
            && !Translations.Begin(call, attempt).Succeeded(out translation, out var untranslatable)) return untranslatable;

        await using var content = AttemptContent.Of(call, attempt, translation);
        using var deadline = new Deadline(time, cancellationToken);
        try
        {
            return await SendAsync(call, attempt, headers, content, translation, answer, deadline);
        }
        catch (Exception e) when (ToFailure(e, call, attempt, cancellationToken) is { } failure)
        {
            return failure;
        }
        finally
        {
            deadline.Cancel();
        }
    }

    private async ValueTask<Failure?> SendAsync(
        Call call, Attempt attempt, IHeaderDictionary headers, SplicedContent content, IWholeTranslation? translation,
        CallerAnswer answer, Deadline deadline)
    {
        using var request = await upstream.CreateAsync(attempt, call.Request, headers, content, deadline.Token);
        if (request is null) return UpstreamFailures.NoSecret();

        var timeouts = call.Config.Document.Timeouts;
        deadline.Arm(timeouts.FirstByte);
        attempt.Chargeable = true;
        var sending = upstream.SendAsync(request, deadline.Token);
        await CancelIfNotOpenedAsync(sending, call.Open!, deadline);
        using var response = await sending;
        attempt.Status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            attempt.Chargeable = false;
            return await errors.ReadAsync(attempt, response, deadline.Token);
        }

        answer.Describe(attempt, response);
        return await ReceiveAsync(call, attempt, response, translation, answer, deadline);
    }

    private ValueTask<Failure?> ReceiveAsync(
        Call call, Attempt attempt, HttpResponseMessage response, IWholeTranslation? translation, CallerAnswer answer, Deadline deadline)
    {
        var idle = call.Config.Document.Timeouts.Idle;
        var type = response.Content.Headers.ContentType?.MediaType;
        // Whether a form asks for a stream may be known to its provider only.
        var streams = call.Request.Operation is null ? call.Request.Stream : type == StreamForwarder.EventStream;
        if (!streams && call.Request.Operation is not null && answer.IsEvents) return new(UpstreamFailures.Malformed());
        if (!streams && call.Request.Operation is { AnswersBytes: true } && type?.EndsWith("json", StringComparison.Ordinal) != true)
            return BytesForwarder.ForwardAsync(attempt, response, answer, idle, deadline);
        if (!streams) return json.ForwardAsync(attempt, response, answer, translation, idle, deadline);
        return translation is Translation conversation
            ? TranslatedStreamForwarder.ForwardAsync(conversation, attempt, response, answer, idle, deadline)
            : StreamForwarder.ForwardAsync(call.Request.UsageAsked, attempt, response, answer, idle, deadline);
    }

    // What cannot be accounted for must not be spent.
    private static async ValueTask CancelIfNotOpenedAsync(Task sending, OpenCall open, Deadline deadline)
    {
        if (open.Written.IsCompletedSuccessfully) return;
        await Task.WhenAny(sending, open.Written);
        if (open.Written.IsFaulted) deadline.Cancel();
    }

    private static Failure? ToFailure(Exception e, Call call, Attempt attempt, CancellationToken caller)
    {
        if (caller.IsCancellationRequested) return UpstreamFailures.CallerGone();
        if (call.Upload?.Failure is { } upload)
        {
            // Of half a form nothing can be made.
            attempt.Chargeable = false;
            return upload;
        }

        switch (e)
        {
            case TableStoreException:
            case OperationCanceledException when call.Open!.Written.IsFaulted:
                return UpstreamFailures.NoStorage();
            // The connection's own time-out, not that of the answer.
            case OperationCanceledException { InnerException: TimeoutException }:
                attempt.Chargeable = false;
                return UpstreamFailures.Unreachable();
            case OperationCanceledException:
                return UpstreamFailures.TimedOut();
            case HttpRequestException http when attempt.Status is null:
                attempt.Chargeable = http.HttpRequestError is not (HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
                return UpstreamFailures.Unreachable();
            case HttpRequestException or IOException:
                return UpstreamFailures.Truncated();
            case InvalidDataException:
                return UpstreamFailures.Malformed();
            default:
                return null;
        }
    }
}
