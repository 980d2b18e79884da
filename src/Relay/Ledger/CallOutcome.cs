namespace Relay.Ledger;

/// <summary>How a call stands, or ended.</summary>
internal enum CallOutcome
{
    /// <summary>It is still going on.</summary>
    Open,

    /// <summary>The whole answer went to the caller.</summary>
    Completed,

    /// <summary>The caller got an error and nothing of an answer.</summary>
    Failed,

    /// <summary>The answer broke off after a part of it had gone to the caller.</summary>
    Truncated,

    /// <summary>The caller went away before the end.</summary>
    Canceled,

    /// <summary>The process that had it died; the sweep settled it from its last checkpoint.</summary>
    Abandoned,
}
