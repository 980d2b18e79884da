using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Failures;
using Relay.Forwarding.Continuing;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;

namespace Relay.Forwarding;

/// <summary>An attempt from its begin, over its answer, to what its end means for the call and for the account's health.</summary>
internal sealed class AttemptRunner(
    UpstreamClient upstream, UpstreamErrorReader errors, JsonForwarder json, CallLedger ledger, MemoryBudget budget, TimeProvider time,
    ILogger<AttemptRunner> log)
{
    /// <summary>Runs an attempt that has no other beside it.</summary>
    public async ValueTask RunAsync(Errand errand, Target target, AttemptLease lease)
    {
        using var held = lease;
        var attempt = Begin(errand, target, lease, race: null);
        await EndAsync(errand, attempt, await TryAsync(errand, attempt, errand.Caller));
    }

    /// <summary>Begins an attempt, and the call's line in the table of open calls with the first.</summary>
    /// <param name="errand">The call.</param>
    /// <param name="target">Where.</param>
    /// <param name="lease">Its slot there.</param>
    /// <param name="race">What it has to win first; null when it runs alone.</param>
    public Attempt Begin(Errand errand, Target target, AttemptLease lease, Race? race)
    {
        var joint = !errand.MayContinue ? null
            : errand.Broken ?? new AnswerJoint(Translation.WriterFor(errand.Call), budget, isMarked: errand.Answer.TakesComments);
        var attempt = errand.Call.Begin(target, race, joint, errand.Broken is not null);
        attempt.Lease = lease;
        if (errand.Call.Open is null) ledger.Begin(errand.Call);
        return attempt;
    }

    /// <summary>Notes how an attempt ended, and what that means.</summary>
    public async ValueTask EndAsync(Errand errand, Attempt attempt, Failure? ended)
    {
        var (call, walk, lease) = (errand.Call, errand.Walk, attempt.Lease!);
        attempt.End(ended);
        if (ended is null)
        {
            lease.Succeeded();
            errand.Failure = null;
            errand.IsOver = true;
            return;
        }

        if (ended.Code == FailureCode.Outrun)
        {
            // Should the faster one fail before it has begun to answer, this one may have another go.
            walk.Failed(attempt.Target, mayPass: true, TimeSpan.Zero, call.Elapsed);
            return;
        }

        if (ended.Code != FailureCode.CallerGone) log.Failed(call, attempt, ended);

        // What a provider refuses of a continuation is not what the caller asked for.
        var isRefused = attempt.Continues && ended.Cause is { Stage: AttemptStage.Status };
        // That one provider cannot be asked at all says less than how another one failed.
        if (errand.Failure is null || !(isRefused || ended.Cause is { Stage: AttemptStage.Prepare })) errand.Failure = ended;
        var rule = RetryTable.Of(ended);
        if (isRefused && rule.Step == RetryStep.Fail) rule = rule with { Step = RetryStep.Next };
        // An upload that has begun cannot be sent again.
        var isOver = call.Upload is { HasBegun: true };
        // One that lost a race says nothing of the answer.
        if (errand.Answer.State == AnswerState.Committed && attempt.IsAnswering)
        {
            var left = errand.Timeouts.Total - call.Elapsed;
            errand.Broken = rule.Step != RetryStep.Fail && Continuation.IsPossible(call, attempt, left) ? attempt.Joint : null;
            isOver |= errand.Broken is null;
        }

        // A secret that was changed meanwhile says nothing against the account.
        if (!isOver && await TryWithNewSecretAsync(errand, attempt, rule)) return;
        lease.Failed(rule.Health, ended.Code, ended.Cause?.RetryAfter);
        errand.IsOver |= isOver || rule.Step == RetryStep.Fail;
        errand.IsTooLong |= rule.Step == RetryStep.LargerContext;
        if (!errand.IsOver) walk.Failed(attempt.Target, rule.Step == RetryStep.NextThenSame, ended.Cause?.RetryAfter, call.Elapsed);
    }

    /// <summary>Has a target tried again at once when its account has another secret than the one that an attempt was refused with.</summary>
    /// <param name="errand">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="rule">What its failure means.</param>
    /// <returns>False when it is not tried again: there is no other secret, or it had its second try.</returns>
    public async ValueTask<bool> TryWithNewSecretAsync(Errand errand, Attempt attempt, RetryRule rule) =>
        rule.Step == RetryStep.RefreshThenSame
        && await upstream.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, errand.Caller)
        && errand.Walk.TryAgainNow(attempt.Target);

    /// <summary>Sends an attempt and brings its answer back.</summary>
    /// <param name="errand">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Stops it; the caller's going away does as well.</param>
    /// <returns>Null when the caller has the whole answer.</returns>
    public async ValueTask<Failure?> TryAsync(Errand errand, Attempt attempt, CancellationToken cancellationToken)
    {
        var (call, timeouts) = (errand.Call, errand.Timeouts);
        IWholeTranslation? translation = null;
        if ((attempt.Continues || attempt.Endpoint.Dialect != attempt.Caller)
            && !Translations.Begin(call, attempt).Succeeded(out translation, out var untranslatable)) return untranslatable;

        if (translation is null && attempt is { Joint: { } joint, Ids: null })
            attempt.Shadow = AnswerShadow.Of(attempt.Caller, call.Id.ToString(), joint);
        if (!AttemptContent.Of(call, attempt, translation).Succeeded(out var made, out var unsaid)) return unsaid;

        await using var content = made;
        var left = timeouts.Total - call.Elapsed;
        using var deadline = new Deadline(time, left < timeouts.Attempt ? left : timeouts.Attempt, cancellationToken);
        try
        {
            return await SendAsync(errand, attempt, content, translation, deadline);
        }
        catch (Exception e) when (AttemptFaults.ToFailure(e, call, attempt, content.IsHalfSent, errand.Caller) is { } failure)
        {
            return failure;
        }
        finally
        {
            deadline.Cancel();
        }
    }

    private async ValueTask<Failure?> SendAsync(
        Errand errand, Attempt attempt, SplicedContent content, IWholeTranslation? translation, Deadline deadline)
    {
        var (call, timeouts) = (errand.Call, errand.Timeouts);
        deadline.ArmFirstToken(timeouts.FirstByte);
        using var request = await upstream.CreateAsync(attempt, call.Request, errand.Headers, content, deadline.Token);
        if (request is null) return UpstreamFailures.NoSecret();

        attempt.Chargeable = true;
        var sending = upstream.SendAsync(request, deadline.Token);
        await CancelIfNotOpenedAsync(sending, call.Open!, deadline);
        using var response = await sending;
        attempt.Status = (int)response.StatusCode;
        attempt.Headers = response.Headers;
        attempt.Lease?.Note(RateLimits.Read(response.Headers, time.GetUtcNow()));
        if (!response.IsSuccessStatusCode)
        {
            attempt.Chargeable = false;
            var failure = await errors.ReadAsync(attempt, response, deadline.Token);
            // That something is not held there any more says nothing against the account or its model.
            return call.Request.HeldId is not null && attempt.Status == StatusCodes.Status404NotFound ? failure with { Cause = null } : failure;
        }

        if (attempt.Race is null) errand.Answer.Describe(attempt, response);
        return await ReceiveAsync(errand, attempt, response, translation, deadline);
    }

    private async ValueTask<Failure?> ReceiveAsync(
        Errand errand, Attempt attempt, HttpResponseMessage response, IWholeTranslation? translation, Deadline deadline)
    {
        var (call, answer, idle) = (errand.Call, errand.Answer, errand.Timeouts.Idle);
        var type = response.Content.Headers.ContentType?.MediaType;
        // Whether a form asks for a stream may be known to its provider only.
        var streams = call.Request.Operation is null ? call.Request.Stream : type == StreamForwarder.EventStream;
        if (!streams && call.Request.Operation is not null && answer.IsEvents) return UpstreamFailures.Malformed();
        if (!streams && call.Request.Operation is { AnswersBytes: true } && type?.EndsWith("json", StringComparison.Ordinal) != true)
            return await BytesForwarder.ForwardAsync(attempt, response, answer, idle, deadline);
        if (!streams) return await json.ForwardAsync(attempt, response, answer, translation, idle, deadline);
        if (attempt.Race is not null && await Scout.ReadAsync(attempt, response, idle, deadline) is { } lost) return lost;
        return translation is Translation conversation
            ? await TranslatedStreamForwarder.ForwardAsync(conversation, attempt, response, answer, idle, deadline)
            : await StreamForwarder.ForwardAsync(call.Request.UsageAsked, attempt, response, answer, idle, deadline);
    }

    // What cannot be accounted for must not be spent.
    private static async ValueTask CancelIfNotOpenedAsync(Task sending, OpenCall open, Deadline deadline)
    {
        if (open.Written.IsCompletedSuccessfully) return;
        await Task.WhenAny(sending, open.Written);
        if (open.Written.IsFaulted) deadline.Cancel();
    }
}
