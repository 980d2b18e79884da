using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>
/// Brings a JSON answer from the provider to the caller. It is read whole first: half of it is of no use to anybody,
/// and while it is not sent another target can still answer.
/// </summary>
internal sealed class JsonForwarder(MemoryBudget budget)
{
    /// <summary>Forwards one attempt's answer.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, of which the headers have come.</param>
    /// <param name="answer">The answer to the caller.</param>
    /// <param name="translation">Between two dialects; null when both speak the same.</param>
    /// <param name="idle">How long the provider may be silent between two reads.</param>
    /// <param name="deadline">Armed for the first byte.</param>
    /// <returns>Null when all of it was sent.</returns>
    public async ValueTask<Failure?> ForwardAsync(
        Attempt attempt, HttpResponseMessage response, CallerAnswer answer, IWholeTranslation? translation, TimeSpan idle, Deadline deadline)
    {
        using var body = new PooledBody(budget);
        using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        // One byte more than is announced, so that the read that finds the end needs no larger array.
        var next = (int)Math.Min(response.Content.Headers.ContentLength ?? 0, Array.MaxLength - 1) + 1;
        while (true)
        {
            if (!body.TryReserve(next)) return NoMemory();
            if (await body.ReadAsync(stream, deadline.Token) == 0) break;
            attempt.NoteFirstByte();
            deadline.Arm(idle);
            next = 1;
        }

        var kind = attempt.Answer.Read(body.Span);
        if (kind == AnswerEventKind.Malformed) return UpstreamFailures.Malformed();
        if (kind == AnswerEventKind.Error)
            return UpstreamFailures.FromErrorEvent(
                attempt.Answer.ErrorCode,
                ProviderErrors.Make(attempt, 502, attempt.Answer.ErrorCode, body.Span, new HeaderDictionary()));
        if (translation?.ReadWhole(body.Span) == AnswerEventKind.Malformed) return UpstreamFailures.Malformed();

        if (!attempt.TryWin(response)) return UpstreamFailures.Outrun();
        await answer.SendJsonAsync(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString() ?? "application/json",
            translation?.Output ?? attempt.Ids?.SpliceWhole(body.Memory) ?? body.Memory);
        return null;
    }

    private static Failure NoMemory() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 503, FailureCode.OutOfMemory,
            "This relay has no memory left for the answer just now. Try again shortly.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}
