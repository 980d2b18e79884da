using Relay.Dialects;
using Relay.Dialects.Gemini;
using Relay.Dialects.Sse;
using Relay.Failures;
using Microsoft.AspNetCore.Http;

namespace Relay.Forwarding;

/// <summary>Brings a stream of events from the provider to the caller as its bytes come.</summary>
internal static class StreamForwarder
{
    /// <summary>The media type of a stream of events.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>Forwards one attempt's stream to its end.</summary>
    /// <param name="usageAsked">Whether the caller asked for the usage chunk, which is asked for in any case.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, of which the headers have come.</param>
    /// <param name="answer">The answer to the caller.</param>
    /// <param name="idle">How long the provider may be silent between two reads.</param>
    /// <param name="deadline">Armed for the first event.</param>
    /// <returns>Null when the stream came to its proper end.</returns>
    public static async ValueTask<Failure?> ForwardAsync(
        bool usageAsked, Attempt attempt, HttpResponseMessage response, CallerAnswer answer, TimeSpan idle, Deadline deadline)
    {
        if (answer.IsArray)
            return await TranslatedStreamForwarder.ForwardAsync(new GeminiElements(), attempt, response, answer, idle, deadline);
        if (response.Content.Headers.ContentType?.MediaType != EventStream) return UpstreamFailures.Malformed();

        await using var following = answer.Follow(attempt.Answer);
        using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        using var events = new SseReader();
        while (await events.ReadAsync(stream, deadline.Token))
        {
            using var turn = await answer.TakeTurnAsync();
            attempt.NoteFirstByte();
            deadline.Arm(idle);
            // Events that come together and pass through go out in one write.
            ReadOnlyMemory<byte> ready = default;
            while (events.TryTake(out var taken))
            {
                var kind = attempt.Answer.ReadEvent(taken.Data.Span);
                if (kind == AnswerEventKind.Content && attempt.NoteToken()) FirstToken(deadline, idle);
                var raw = taken.Raw;
                var isSpliced = kind is not (AnswerEventKind.Error or AnswerEventKind.Malformed)
                    && attempt.Ids is { } ids && ids.TrySpliceEvent(taken, out raw);
                if (isSpliced)
                {
                    await FlushAsync(answer, ready);
                    ready = default;
                }

                if (kind is not (AnswerEventKind.Error or AnswerEventKind.Malformed)) attempt.Shadow?.ReadEvent(taken.Data.Span);
                switch (kind)
                {
                    case AnswerEventKind.Usage when !usageAsked:
                        await FlushAsync(answer, ready);
                        ready = default;
                        break;
                    case AnswerEventKind.Preamble or AnswerEventKind.Usage
                        when answer.State != AnswerState.Committed && ready.IsEmpty:
                        answer.Hold(raw.Span);
                        break;
                    case AnswerEventKind.Error:
                        await FlushAsync(answer, ready);
                        return UpstreamFailures.FromErrorEvent(
                            attempt.Answer.ErrorCode,
                            ProviderErrors.Make(attempt, 502, attempt.Answer.ErrorCode, (attempt.Ids?.SpliceData(taken.Data) ?? taken.Data).Span, new HeaderDictionary()));
                    case AnswerEventKind.Malformed:
                        await FlushAsync(answer, ready);
                        return UpstreamFailures.Malformed();
                    // An end and nothing before it is no answer, and another target may have one.
                    case AnswerEventKind.Done when attempt.FirstTokenAfter is null && !attempt.Answer.IsAnswered:
                        return UpstreamFailures.Malformed();
                    case AnswerEventKind.Done:
                        attempt.NoteToken();
                        await answer.SendInTurnAsync(Join(ready, raw));
                        return null;
                    // It lies elsewhere than the events before and behind it.
                    case not AnswerEventKind.Done when isSpliced:
                        await answer.SendInTurnAsync(raw);
                        break;
                    default:
                        ready = Join(ready, taken.Raw);
                        break;
                }
            }

            await FlushAsync(answer, ready);
        }

        return attempt.Answer.IsWholeAtEnd && !events.HasPartialEvent ? null : UpstreamFailures.Truncated();
    }

    /// <summary>From the first token on it is the silence between two reads that counts.</summary>
    public static void FirstToken(Deadline deadline, TimeSpan idle)
    {
        deadline.FirstTokenCame();
        deadline.Arm(idle);
    }

    private static ValueTask FlushAsync(CallerAnswer answer, ReadOnlyMemory<byte> ready) =>
        ready.IsEmpty ? default : answer.SendInTurnAsync(ready);

    // Events taken one after the other lie one after the other in the reader's buffer.
    private static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> next)
    {
        if (first.IsEmpty) return next;
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(first, out var array);
        return array.Array.AsMemory(array.Offset, first.Length + next.Length);
    }
}
