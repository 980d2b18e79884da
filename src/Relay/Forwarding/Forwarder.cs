using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Forwarding;

/// <summary>
/// Walks a plan: tries a target, and moves on as the <see cref="RetryTable"/> says, as long as nothing of an answer has
/// gone to the caller.
/// </summary>
internal sealed class Forwarder(
    UpstreamClient upstream, UpstreamErrorReader errors, JsonForwarder json, CallLedger ledger, HealthBook health, StatusBook status, Ids ids, TimeProvider time)
{
    /// <summary>How long a call waits for a slot at an account; a caller waits longer itself, and knows better.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a call and brings its answer back.</summary>
    /// <returns>Null when the caller has the whole answer; else why not, and nothing about it was said yet.</returns>
    public async ValueTask<Failure?> ForwardAsync(
        Call call, Plan plan, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        var failure = await WalkAsync(call, plan, headers, answer, cancellationToken);
        status.Count(call, failure);
        return failure;
    }

    private async ValueTask<Failure?> WalkAsync(
        Call call, Plan plan, IHeaderDictionary headers, CallerAnswer answer, CancellationToken cancellationToken)
    {
        var timeouts = plan.Route?.Timeouts ?? call.Config.Document.Timeouts;
        var walk = new AttemptWalk(plan.Targets, timeouts.Total, ids.NextDouble);
        Failure? failure = null;
        while (walk.Next(call.Elapsed, out var wait, out var forced) is { } target)
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            var lease = health.TryBegin(target, timeouts.Attempt, forced);
            if (lease is null && !forced)
            {
                walk.HoldBack(target);
                continue;
            }

            lease ??= await health.BeginAsync(target, call.Key.Id, timeouts.Attempt, Patience, cancellationToken);
            if (lease is null)
            {
                failure ??= UpstreamFailures.Busy(health.RetryAfter(target));
                continue;
            }

            using var held = lease;
            var attempt = call.Begin(target);
            attempt.Lease = lease;
            if (call.Open is null) ledger.Begin(call);
            var ended = await TryAsync(call, attempt, headers, answer, timeouts, cancellationToken);
            attempt.End(ended);
            if (ended is null)
            {
                lease.Succeeded();
                return null;
            }

            // That one provider cannot be asked at all says less than how another one failed.
            if (failure is null || ended.Cause is not { Stage: AttemptStage.Prepare }) failure = ended;
            var rule = RetryTable.Of(ended);
            // An upload that has begun cannot be sent again.
            var isOver = answer.State == AnswerState.Committed || call.Upload is { HasBegun: true };
            // A secret that was changed meanwhile says nothing against the account.
            if (!isOver && rule.Step == RetryStep.RefreshThenSame && await upstream.HasNewSecretAsync(attempt, cancellationToken)
                && walk.TryAgainNow(target)) continue;
            lease.Failed(rule.Health, ended.Code, ended.Cause?.RetryAfter);
            if (isOver || rule.Step == RetryStep.Fail) break;
            answer.DropHeld();
            walk.Failed(target, rule.Step == RetryStep.NextThenSame, ended.Cause?.RetryAfter, call.Elapsed);
        }

        return failure;
    }

    private async ValueTask<Failure?> TryAsync(
        Call call, Attempt attempt, IHeaderDictionary headers, CallerAnswer answer, TimeoutConfig timeouts,
        CancellationToken cancellationToken)
    {
        IWholeTranslation? translation = null;
        if (attempt.Endpoint.Dialect != attempt.Caller
            && !Translations.Begin(call, attempt).Succeeded(out translation, out var untranslatable)) return untranslatable;

        await using var content = AttemptContent.Of(call, attempt, translation);
        var left = timeouts.Total - call.Elapsed;
        using var deadline = new Deadline(time, left < timeouts.Attempt ? left : timeouts.Attempt, cancellationToken);
        try
        {
            return await SendAsync(call, attempt, headers, content, translation, answer, timeouts, deadline);
        }
        catch (Exception e) when (AttemptFaults.ToFailure(e, call, attempt, cancellationToken) is { } failure)
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
        CallerAnswer answer, TimeoutConfig timeouts, Deadline deadline)
    {
        deadline.ArmFirstToken(timeouts.FirstByte);
        using var request = await upstream.CreateAsync(attempt, call.Request, headers, content, deadline.Token);
        if (request is null) return UpstreamFailures.NoSecret();

        attempt.Chargeable = true;
        var sending = upstream.SendAsync(request, deadline.Token);
        await CancelIfNotOpenedAsync(sending, call.Open!, deadline);
        using var response = await sending;
        attempt.Status = (int)response.StatusCode;
        attempt.Lease?.Note(RateLimits.Read(response.Headers, time.GetUtcNow()));
        if (!response.IsSuccessStatusCode)
        {
            attempt.Chargeable = false;
            return await errors.ReadAsync(attempt, response, deadline.Token);
        }

        answer.Describe(attempt, response);
        return await ReceiveAsync(call, attempt, response, translation, answer, timeouts.Idle, deadline);
    }

    private ValueTask<Failure?> ReceiveAsync(
        Call call, Attempt attempt, HttpResponseMessage response, IWholeTranslation? translation, CallerAnswer answer,
        TimeSpan idle, Deadline deadline)
    {
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
}
