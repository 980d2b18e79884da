using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// What is learnt from an answer about a response that the provider holds: nothing but whether it is one. What it says of
/// usage and failure is of the call that made it, and was counted there.
/// </summary>
internal sealed class HeldAnswer : IAnswerTap
{
    /// <inheritdoc/>
    public Usage? Usage => null;

    /// <inheritdoc/>
    public string? FinishReason => null;

    /// <inheritdoc/>
    public string? Model => null;

    /// <inheritdoc/>
    public long ContentBytes => 0;

    /// <inheritdoc/>
    public string? ErrorCode { get; private set; }

    /// <inheritdoc/>
    public bool IsWholeAtEnd { get; private set; }

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        // A stream that is taken up again may hold no more than its last event, so that an end is content here.
        if (data.SequenceEqual("[DONE]"u8)) return AnswerEventKind.Content;
        try
        {
            if (!ResponsesEvent.TryRead(data, out var read)) return AnswerEventKind.Malformed;
            IsWholeAtEnd |= read.Type is ResponsesEventType.Completed or ResponsesEventType.Incomplete or ResponsesEventType.Failed;
            if (read.Type != ResponsesEventType.Error) return AnswerEventKind.Content;
            ErrorCode = ResponsesError.ReadCode(ResponsesJson.IsGiven(read.Error) ? read.Error : data);
            return AnswerEventKind.Error;
        }
        catch (JsonException)
        {
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public AnswerEventKind Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var members = new ResponsesMembers(json);
            while (members.MoveNext())
            {
                // To its end, so that it is known to be well-formed.
            }

            return members.IsObject ? AnswerEventKind.Content : AnswerEventKind.Malformed;
        }
        catch (JsonException)
        {
            return AnswerEventKind.Malformed;
        }
    }
}
