using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>How long an answer to a caller is silent, and how long it may be. Not thread-safe; used inside the answer's gate.</summary>
internal sealed class AnswerSilence
{
    /// <summary>Clients give up waiting for headers after 60 s and more; ten seconds leave time for other targets.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>Well under what proxies on the way allow a connection to be silent.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    /// <summary>So long after the call came, an answer that has begun is sent though there is nothing in it to use yet.</summary>
    public static readonly TimeSpan LongestHeld = TimeSpan.FromSeconds(120);

    private readonly Call _call;
    private readonly TimeProvider _time;
    private long _lastSent;

    /// <summary>Begins the silence.</summary>
    public AnswerSilence(Call call, TimeProvider time)
    {
        _call = call;
        _time = time;
        _lastSent = time.GetTimestamp();
        UntilFirst = call.Request.Stream ? First
            // White space is nothing before JSON only, and of these it is not known before they come what they are.
            : call.Request.Operation is { AnswersBytes: true } or { TakesForms: true } ? TimeSpan.Zero
            : call.Config.Document.JsonKeepAlive;
    }

    /// <summary>How long nothing at all may be sent; zero for ever.</summary>
    public TimeSpan UntilFirst { get; }

    /// <summary>Whether what is held is held too long.</summary>
    public bool IsHeldTooLong => _call.Elapsed >= LongestHeld;

    /// <summary>How much longer it may last.</summary>
    public TimeSpan Left(AnswerState state) =>
        (state == AnswerState.NothingSent ? UntilFirst : Between) - _time.GetElapsedTime(_lastSent);

    /// <summary>When to look again.</summary>
    public TimeSpan UntilNextLook(AnswerState state)
    {
        var left = Left(state);
        if (left <= TimeSpan.Zero) left = Between;
        var held = LongestHeld - _call.Elapsed;
        return state != AnswerState.Committed && held > TimeSpan.Zero && held < left ? held : left;
    }

    /// <summary>Something was sent.</summary>
    public void Break() => _lastSent = _time.GetTimestamp();
}
