using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Sse;
using Relay.Failures;

namespace Relay.Forwarding;

/// <summary>
/// Reads the stream of an attempt that runs in a race as far as its first token, and keeps what it read: it is forwarded from
/// its beginning once the race is won.
/// </summary>
internal static class Scout
{
    /// <summary>Reads to the first token, and tries to win by it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, of which the headers have come; it can be read from its beginning afterwards.</param>
    /// <param name="idle">How long the provider may be silent between two reads.</param>
    /// <param name="deadline">Armed for the first token.</param>
    /// <returns>Null when it has won; else why not, and nothing of it was used.</returns>
    public static async ValueTask<Failure?> ReadAsync(
        Attempt attempt, HttpResponseMessage response, TimeSpan idle, Deadline deadline)
    {
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType != StreamForwarder.EventStream) return UpstreamFailures.Malformed();
        var gathering = new GatheringStream(await response.Content.ReadAsStreamAsync(deadline.Token));
        response.Content = new StreamContent(gathering) { Headers = { ContentType = type } };
        using var events = new SseReader();
        while (true)
        {
            if (!await events.ReadAsync(gathering, deadline.Token))
            {
                // An answer that is empty and whole is one all the same, where the dialect allows it.
                if (!attempt.Answer.IsWholeAtEnd || events.HasPartialEvent) return UpstreamFailures.Truncated();
                break;
            }

            attempt.NoteFirstByte();
            deadline.Arm(idle);
            if (Decides(events, attempt, out var failure))
            {
                if (failure is not null) return failure;
                if (attempt.NoteToken()) StreamForwarder.FirstToken(deadline, idle);
                break;
            }

            // Preamble of the size of the largest event there may be is none.
            if (gathering.Gathered > SseReader.MaxEventSize) return UpstreamFailures.Malformed();
        }

        if (!attempt.TryWin(response)) return UpstreamFailures.Outrun();
        gathering.Rewind();
        attempt.ReadAgain();
        return null;
    }

    // Whether a token has come, or a failure in place of one.
    private static bool Decides(SseReader events, Attempt attempt, out Failure? failure)
    {
        failure = null;
        while (events.TryTake(out var taken))
        {
            switch (attempt.Answer.ReadEvent(taken.Data.Span))
            {
                case AnswerEventKind.Preamble or AnswerEventKind.Usage:
                    break;
                case AnswerEventKind.Content:
                case AnswerEventKind.Done when attempt.Answer.IsAnswered:
                    return true;
                case AnswerEventKind.Error:
                    failure = UpstreamFailures.FromErrorEvent(
                        attempt.Answer.ErrorCode,
                        ProviderErrors.Make(attempt, 502, attempt.Answer.ErrorCode, taken.Data.Span, new HeaderDictionary()));
                    return true;
                // Not readable, or an end and nothing before it.
                default:
                    failure = UpstreamFailures.Malformed();
                    return true;
            }
        }

        return false;
    }
}
