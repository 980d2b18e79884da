using System.Globalization;
using System.Text;
using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>What is learnt from an answer of Responses as it passes: a whole one, or the events of a stream.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesAnswer : IAnswerTap
{
    private bool _hasPieces;
    private bool _hasBegun;
    private int _number;

    /// <inheritdoc/>
    public Usage? Usage { get; private set; }

    /// <inheritdoc/>
    /// <remarks>The status, or why it is incomplete.</remarks>
    public string? FinishReason { get; private set; }

    /// <inheritdoc/>
    public string? Model { get; private set; }

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public string? ErrorCode { get; private set; }

    /// <inheritdoc/>
    public bool IsWholeAtEnd { get; private set; }

    /// <inheritdoc/>
    public bool IsAnswered { get; private set; }

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data)
    {
        // Compatible providers send the end mark of chat behind theirs, which is what counts.
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8)) return AnswerEventKind.Preamble;
        try
        {
            if (!ResponsesEvent.TryRead(data, out var read)) return AnswerEventKind.Malformed;
            var kind = read.Kind;
            _hasBegun |= read.Type == ResponsesEventType.Begun;
            _number = read.Number ?? _number;
            Count(read);
            if (!read.Response.IsEmpty) Learn(ResponsesHead.Read(new ResponsesMembers(read.Response)), isWhole: kind == AnswerEventKind.Done);
            if (read.Type == ResponsesEventType.Error)
                ErrorCode = ResponsesError.ReadCode(ResponsesJson.IsGiven(read.Error) ? read.Error : data) ?? ErrorCode;
            IsWholeAtEnd |= kind == AnswerEventKind.Done;
            return kind;
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
            if (!members.IsObject) return AnswerEventKind.Malformed;
            var head = ResponsesHead.Read(members);
            Learn(head, isWhole: true);
            if (head.IsFailed) return AnswerEventKind.Error;
            return head.Output.Length > 2 ? AnswerEventKind.Content : AnswerEventKind.Preamble;
        }
        catch (JsonException)
        {
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Codex counts events and no comments. The API itself sends this one, so that its clients know it or take no notice,
    /// and it needs nothing of the answer's object. The number is that of the event before it, for those behind it keep
    /// their own: a caller that comes back with <c>starting_after</c> misses nothing, and no client compares them.
    /// </remarks>
    public ReadOnlyMemory<byte> KeepAlive() => !_hasBegun ? default : Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"event: keepalive\ndata: {{\"type\":\"keepalive\",\"sequence_number\":{_number}}}\n\n"));

    private void Learn(in ResponsesHead head, bool isWhole)
    {
        Model ??= head.Model;
        Usage = head.Usage ?? Usage;
        if (isWhole)
        {
            FinishReason = head.IncompleteReason ?? head.Status ?? FinishReason;
            IsAnswered = head.Output.Length > 2 || head.IncompleteReason is not null;
            // What never came in pieces is there now.
            if (ContentBytes == 0) ContentBytes = Math.Max(0, head.Output.Length - 2);
        }

        if (head.IsFailed) ErrorCode = ResponsesError.ReadCode(head.Error) ?? ErrorCode;
    }

    // Pieces, or what comes without them; an end says again what came.
    private void Count(in ResponsesEvent read)
    {
        if (read.Type == ResponsesEventType.ItemDone)
        {
            if (!_hasPieces) ContentBytes += Math.Max(0, read.Item.Length - 2);
            _hasPieces = false;
        }
        else if (IsPiece(read.Type))
        {
            ContentBytes += Math.Max(0, read.Text.Length - 2);
            _hasPieces = true;
        }
    }

    private static bool IsPiece(ResponsesEventType type) => type is ResponsesEventType.TextDelta or ResponsesEventType.RefusalDelta
        or ResponsesEventType.SummaryDelta or ResponsesEventType.ThoughtDelta
        or ResponsesEventType.ArgumentsDelta or ResponsesEventType.InputDelta;
}
