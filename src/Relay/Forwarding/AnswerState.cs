namespace Relay.Forwarding;

/// <summary>How far the answer to the caller is, and so what may still be done for it.</summary>
internal enum AnswerState
{
    /// <summary>Nothing was sent: any status, and any target, is still possible.</summary>
    NothingSent,

    /// <summary>Headers and keep-alives were sent: another target is possible, but an error is an event now.</summary>
    HeadersSent,

    /// <summary>A part of one target's answer was sent: only that target can finish it.</summary>
    Committed,
}
