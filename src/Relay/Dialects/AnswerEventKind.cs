namespace Relay.Dialects;

/// <summary>What an event of an answer means for the call, whatever its dialect.</summary>
internal enum AnswerEventKind
{
    /// <summary>Nothing that a caller could use yet, or anything not known: kept with what follows.</summary>
    Preamble,

    /// <summary>Text, reasoning, a tool call, or a reason to finish behind such: worth committing to.</summary>
    Content,

    /// <summary>Usage and nothing else.</summary>
    Usage,

    /// <summary>The provider says that it failed.</summary>
    Error,

    /// <summary>The end that the dialect asks for.</summary>
    Done,

    /// <summary>Not what the dialect allows.</summary>
    Malformed,
}
