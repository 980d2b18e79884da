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
    /// <returns>Null when all of it was sent.</returns>
    public async ValueTask<Failure?> ForwardAsync(
        Attempt attempt, HttpResponseMessage response, CallerAnswer answer, TimeSpan idle, Deadline deadline)
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
                attempt.Answer.ErrorCode, new UpstreamError(body.Span.ToArray(), new HeaderDictionary()));

        await answer.SendJsonAsync(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString() ?? "application/json",
            body.Memory);
        return null;
    }

    private static Failure NoMemory() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 503, FailureCode.OutOfMemory,
            "This relay has no memory left for the answer just now. Try again shortly.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}
