using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Sse;
using Relay.Failures;

namespace Relay.Forwarding;

/// <summary>Brings a stream of events from the provider to the caller in the caller's dialect or form.</summary>
internal static class TranslatedStreamForwarder
{
    /// <summary>Forwards one attempt's stream to its end.</summary>
    /// <param name="translation">Between the two dialects or forms.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, of which the headers have come.</param>
    /// <param name="answer">The answer to the caller.</param>
    /// <param name="idle">How long the provider may be silent between two reads.</param>
    /// <param name="deadline">Armed for the first event.</param>
    /// <returns>Null when the stream came to its proper end.</returns>
    public static async ValueTask<Failure?> ForwardAsync(
        IStreamTranslation translation, Attempt attempt, HttpResponseMessage response, CallerAnswer answer, TimeSpan idle, Deadline deadline)
    {
        if (response.Content.Headers.ContentType?.MediaType != StreamForwarder.EventStream) return UpstreamFailures.Malformed();

        await using var following = answer.Follow(translation);
        using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        using var events = new SseReader();
        while (await events.ReadAsync(stream, deadline.Token))
        {
            using var turn = await answer.TakeTurnAsync();
            attempt.NoteFirstByte();
            deadline.Arm(idle);
            var content = answer.State == AnswerState.Committed;
            while (events.TryTake(out var taken))
            {
                var kind = attempt.Answer.ReadEvent(taken.Data.Span);
                if (kind == AnswerEventKind.Content && attempt.NoteToken()) StreamForwarder.FirstToken(deadline, idle);
                if (kind is AnswerEventKind.Error or AnswerEventKind.Malformed)
                {
                    await SendAsync(translation, answer, content);
                    return kind == AnswerEventKind.Malformed ? UpstreamFailures.Malformed()
                        : UpstreamFailures.FromErrorEvent(
                            attempt.Answer.ErrorCode,
                            ProviderErrors.Make(attempt, 502, attempt.Answer.ErrorCode, taken.Data.Span, new HeaderDictionary()));
                }

                // Before it is said: a text that is being continued has not ended by that.
                if (kind == AnswerEventKind.Done && attempt.FirstTokenAfter is null && !attempt.Answer.IsAnswered) return UpstreamFailures.Malformed();
                if (!translation.ReadEvent(taken.Data.Span))
                {
                    await SendAsync(translation, answer, content);
                    return UpstreamFailures.Malformed();
                }

                attempt.Shadow?.ReadEvent(taken.Data.Span);
                content |= kind == AnswerEventKind.Content;
                if (kind != AnswerEventKind.Done) continue;
                attempt.NoteToken();
                await SendAsync(translation, answer, content: true);
                return null;
            }

            await SendAsync(translation, answer, content);
        }

        using var last = await answer.TakeTurnAsync();
        // As where bytes pass through: an end that the dialect asks for and that did not come is missing here too.
        if (!attempt.Answer.IsWholeAtEnd || events.HasPartialEvent || !translation.ReadEnd()) return UpstreamFailures.Truncated();
        await SendAsync(translation, answer, content: true);
        return null;
    }

    // What comes before there is anything to use is held, for another target can still answer.
    private static async ValueTask SendAsync(IStreamTranslation translation, CallerAnswer answer, bool content)
    {
        if (translation.Output.IsEmpty) return;
        if (content) await answer.SendInTurnAsync(translation.Output);
        else answer.Hold(translation.Output.Span);
        translation.Clear();
    }
}
