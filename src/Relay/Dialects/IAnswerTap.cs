using Relay.Ledger;

namespace Relay.Dialects;

/// <summary>
/// Learns from an answer as it passes what the record needs: usage, the reason to finish, the model that ran, how much
/// text. One instance for each attempt. Tolerates what it does not know.
/// </summary>
internal interface IAnswerTap : IStreamVoice
{
    /// <summary>The last usage that was reported; null when none was.</summary>
    Usage? Usage { get; }

    /// <summary>Why the model stopped, in the provider's word; null when it did not say.</summary>
    string? FinishReason { get; }

    /// <summary>The model that ran, by the provider's own word.</summary>
    string? Model { get; }

    /// <summary>How many bytes of text, reasoning and tool calls came, for an estimate when usage does not.</summary>
    long ContentBytes { get; }

    /// <summary>The provider's code for its error; null when it named none.</summary>
    string? ErrorCode { get; }

    /// <summary>Whether a stream is whole when its bytes end here, in a dialect that has no event for its end.</summary>
    bool IsWholeAtEnd { get; }

    /// <summary>
    /// Whether a stream of which nothing but its end came is an answer all the same: it says why it ended, or has all of
    /// its content there. One that says neither is none, and another target may have one.
    /// </summary>
    bool IsAnswered => FinishReason is not null;

    /// <summary>Reads the data of one event of a stream.</summary>
    AnswerEventKind ReadEvent(ReadOnlySpan<byte> data);

    /// <summary>Reads a whole answer.</summary>
    AnswerEventKind Read(ReadOnlySpan<byte> json);
}
