using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Forwarding.Continuing;
using Relay.Ingress;
using Relay.Routing.Config;

namespace Relay.Forwarding;

/// <summary>What is known of a call while it walks its plan. Used by one flow at a time; attempts only read it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Headers">The caller's headers.</param>
/// <param name="Answer">The answer to the caller.</param>
/// <param name="Timeouts">How long is waited.</param>
/// <param name="Caller">Ends when the caller has gone away.</param>
internal sealed record Errand(
    Call Call, IHeaderDictionary Headers, CallerAnswer Answer, TimeoutConfig Timeouts, CancellationToken Caller)
{
    /// <summary>Which targets are left.</summary>
    public required AttemptWalk Walk { get; set; }

    /// <summary>Whether the call was too long for a target, so that those with a larger context are to be tried.</summary>
    public bool IsTooLong { get; set; }

    /// <summary>Whether the text of a stream that breaks may be continued.</summary>
    public bool MayContinue { get; init; }

    /// <summary>The text that is to be gone on with; null while none has broken off.</summary>
    public AnswerJoint? Broken { get; set; }

    /// <summary>Why it was not answered so far; null when it was, or when nothing was tried.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Whether nothing more is to be tried.</summary>
    public bool IsOver { get; set; }
}
