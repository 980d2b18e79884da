using Relay.Dialects;
using Relay.Dialects.OpenAIResponses;
using Relay.Forwarding;
using Relay.Forwarding.Continuing;
using Relay.Gate;
using Relay.Ledger;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Ingress;

/// <summary>One request of a caller, from its first byte to its settled record.</summary>
internal sealed class Call(CallId id, Key key, PooledBody body, CallRequest request, ConfigSnapshot config, TimeProvider time)
{
    // Replaced as a whole, for checkpoints read it from another thread.
    private volatile Attempt[] _attempts = [];

    /// <summary>Its name in headers and records.</summary>
    public CallId Id { get; } = id;

    /// <summary>Whose key it carries.</summary>
    public Key Key { get; } = key;

    /// <summary>The body as it came, as far as it was read.</summary>
    public PooledBody Body { get; } = body;

    /// <summary>The body up to where the rest begins.</summary>
    public ReadOnlyMemory<byte> Start => Upload is null ? Body.Memory : Body.Memory[..Upload.StartsAt];

    /// <summary>The rest of the body, to be sent as it comes; null when all of it was read.</summary>
    public Upload? Upload { get; init; }

    /// <summary>What the body asks for.</summary>
    public CallRequest Request { get; } = request;

    /// <summary>What it has to do with what a provider holds; null for nothing.</summary>
    public HeldState? Held { get; init; }

    /// <summary>The config in force when it came; a change meanwhile is not its own.</summary>
    public ConfigSnapshot Config { get; } = config;

    /// <summary>Whether it is to be refused rather than lose a field in translation: <c>x-relay-strict: true</c>.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Where it may be tried; null until it was routed.</summary>
    public Plan? Plan { get; set; }

    /// <summary>When it came.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.FromUnixTimeMilliseconds(id.StartedAt);

    /// <summary>When it came, on the clock that only goes forward.</summary>
    public long StartedTimestamp { get; } = time.GetTimestamp();

    /// <summary>Where it was tried, in order.</summary>
    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>The attempt that the call's end is of: the last one, or the one that won where that ran in a race. At least one has begun.</summary>
    public Attempt Decisive => _attempts[^1] is var last && last.Race?.Winner is { } winner ? winner : last;

    /// <summary>When the first byte of the answer went to the caller; null while none did.</summary>
    public TimeSpan? FirstByteAfter { get; private set; }

    /// <summary>The line that stands in the table of open calls; null until it was begun to be written.</summary>
    public OpenCall? Open { get; set; }

    /// <summary>How long ago it came.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(StartedTimestamp);

    /// <summary>Notes a further attempt.</summary>
    /// <param name="target">Where.</param>
    /// <param name="race">What it has to win first; null when it runs alone.</param>
    /// <param name="joint">What its text could be continued with, or continues; null when nothing may be.</param>
    /// <param name="continues">Whether it goes on with the text of another.</param>
    public Attempt Begin(Target target, Race? race = null, AnswerJoint? joint = null, bool continues = false)
    {
        var attempt = new Attempt(target, Request, Elapsed, time) { Race = race, Joint = joint, Continues = continues };
        // A translated answer is held by nobody.
        if (Held?.Ids is { } ids && attempt.Endpoint.Dialect == Dialect.OpenAIResponses)
            attempt.Ids = new ResponsesIds(id => ids.Seal(new(target.Account.Id, id, Request.Model)));
        _attempts = [.. _attempts, attempt];
        return attempt;
    }

    /// <summary>Notes that a byte of the answer goes to the caller.</summary>
    public void NoteFirstByte() => FirstByteAfter ??= Elapsed;
}
