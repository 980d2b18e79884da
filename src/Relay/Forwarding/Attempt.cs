using System.Net.Http.Headers;
using Relay.Dialects;
using Relay.Dialects.OpenAIResponses;
using Relay.Failures;
using Relay.Forwarding.Continuing;
using Relay.Health;
using Relay.Routing;

namespace Relay.Forwarding;

/// <summary>One try of a call at one target.</summary>
internal sealed class Attempt(Target target, CallRequest request, TimeSpan startedAfter, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private bool _outrun;

    /// <summary>Where the call is sent.</summary>
    public Target Target { get; } = target;

    /// <summary>What the caller speaks.</summary>
    public Dialect Caller { get; } = request.Dialect;

    /// <summary>Whether it is one at an operation beside conversations.</summary>
    public bool IsOfOperation { get; } = request.Operation is not null;

    /// <summary>Where the target is called, for this caller.</summary>
    public AccountEndpoint Endpoint { get; } = target.Account.EndpointFor(request.Dialect, request.Operation)!;

    /// <summary>How long after the call came it was begun.</summary>
    public TimeSpan StartedAfter { get; } = startedAfter;

    /// <summary>What it says of its account's health; null where nobody keeps that.</summary>
    public AttemptLease? Lease { get; set; }

    /// <summary>What is learnt from the answer as it passes.</summary>
    public IAnswerTap Answer { get; private set; } = TapOf(target, request);

    /// <summary>The race that it has to win before anything of its answer is used; null when it runs alone.</summary>
    public Race? Race { get; init; }

    /// <summary>Whether another attempt of the call was faster, so that this one was, or is being, stopped.</summary>
    public bool IsOutrun { get => Volatile.Read(ref _outrun); set => Volatile.Write(ref _outrun, value); }

    /// <summary>What could have its text continued, or continues that of another; null when nothing may.</summary>
    public AnswerJoint? Joint { get; init; }

    /// <summary>Whether it goes on with the text of one that broke off.</summary>
    public bool Continues { get; init; }

    /// <summary>Reads what passes as it is, for <see cref="Joint"/>; null when the answer is translated.</summary>
    public AnswerShadow? Shadow { get; set; }

    /// <summary>Whether the caller's answer is its, as far as there is one: it runs alone, or no other was faster.</summary>
    public bool IsAnswering => Race?.Winner is not { } winner || ReferenceEquals(winner, this);

    /// <summary>Makes the ids of what its provider holds the caller's; null when they pass as they are.</summary>
    public ResponsesIds? Ids { get; set; }

    /// <summary>The fields of the request that its target has no place for, by their paths; not all, when they are many.</summary>
    public IReadOnlyList<string> Dropped { get; set; } = [];

    /// <summary>The class of service to ask for in a header of the provider's; null where none is asked for, or the body says it.</summary>
    public string? Tier { get; set; }

    /// <summary>The status that the provider answered with; null while, or when, it gave none.</summary>
    public int? Status { get; set; }

    /// <summary>The headers that it answered with; null while, or when, there are none.</summary>
    public HttpResponseHeaders? Headers { get; set; }

    /// <summary>Whether the provider may charge for it: it was sent, and not answered with an error.</summary>
    public bool Chargeable { get; set; }

    /// <summary>How long the first byte of the answer's body took; null when none came.</summary>
    public TimeSpan? FirstByteAfter { get; private set; }

    /// <summary>How long the first token of a stream took; null when none came.</summary>
    public TimeSpan? FirstTokenAfter { get; private set; }

    /// <summary>What it was sent with, so that it can be told from a newer one. Goes nowhere else.</summary>
    public string? Secret { get; set; }

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Notes that a byte of the answer's body came.</summary>
    public void NoteFirstByte() => FirstByteAfter ??= time.GetElapsedTime(_started);

    /// <summary>Notes that a token of a stream came.</summary>
    /// <returns>True for the first one.</returns>
    public bool NoteToken()
    {
        if (FirstTokenAfter is not null) return false;
        var after = time.GetElapsedTime(_started);
        FirstTokenAfter = after;
        Lease?.FirstToken(after);
        return true;
    }

    /// <summary>Whether its answer may go to the caller: it runs alone, or no other was faster.</summary>
    /// <param name="response">Its answer.</param>
    public bool TryWin(HttpResponseMessage response) => Race is null || Race.TryWin(this, response);

    /// <summary>Forgets what was learnt from the answer, for it is read again from its beginning.</summary>
    public void ReadAgain() => Answer = TapOf(Target, request);

    /// <summary>Notes how it ended.</summary>
    public void End(Failure? failure)
    {
        Duration = time.GetElapsedTime(_started);
        Failure = failure;
    }

    private static IAnswerTap TapOf(Target target, CallRequest request) => request.Operation?.CreateTap()
        ?? DialectCatalogue.Of(target.Account.EndpointFor(request.Dialect)!.Dialect).CreateTap();
}
