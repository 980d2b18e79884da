using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Routing;

namespace Relay.Ingress;

/// <summary>
/// Finds what says that calls belong together: the caller's own word, the key of its prompt cache, what clients send, and
/// at last the beginning of the conversation, which stays the same from turn to turn.
/// </summary>
internal static class SessionFinder
{
    /// <summary>The header by which a caller says itself what belongs together.</summary>
    public const string Header = "x-relay-session";

    // In the order in which they are looked at: Claude Code; Codex, old and new; pi; opencode.
    private static readonly string[] ClientHeaders =
        ["x-claude-code-session-id", "session-id", "session_id", "thread-id", "conversation_id", "x-session-id", "x-session-affinity"];

    private static readonly (BodyHint Hint, string Name)[] ClientFields =
        [(BodyHint.SessionId, "session_id"), (BodyHint.ConversationId, "conversation_id")];

    /// <summary>Finds it; null when there is nothing, not even a message.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="request">What the body asks for.</param>
    /// <param name="body">The body, which is well-formed.</param>
    public static Session? Find(IHeaderDictionary headers, CallRequest request, ReadOnlySpan<byte> body)
    {
        var hints = request.Hints;
        if (FromHeader(headers, Header) is { } own) return own;
        if (FromText(hints, BodyHint.PromptCacheKey, "prompt_cache_key", body) is { } cached) return cached;
        foreach (var name in ClientHeaders)
        {
            if (FromHeader(headers, name) is { } client) return client;
        }

        if (hints is null) return null;
        foreach (var (hint, name) in ClientFields)
        {
            if (FromText(hints, hint, name, body) is { } client) return client;
        }

        if (FromMetadata(hints, body) is { } metadata) return metadata;
        if (FromText(hints, BodyHint.User, "user", body) is { } user) return user;
        // Only a conversation has a next turn, for which a cache is kept.
        return request.Operation is null ? FromContent(hints, body) : null;
    }

    private static Session? FromHeader(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count == 1 && values[0] is { Length: > 0 } value
            ? new(name, StableHash.Of(value))
            : null;

    private static Session? FromText(BodyHints? hints, BodyHint hint, string name, ReadOnlySpan<byte> body) =>
        hints is null ? null : FromText(hints.Of(hint, body), name);

    // Two quotes with something between them; what is no text names no session.
    private static Session? FromText(ReadOnlySpan<byte> value, string name) =>
        value.Length > 2 && value[0] == '"' ? new Session(name, StableHash.Of(value)) : null;

    private static Session? FromMetadata(BodyHints hints, ReadOnlySpan<byte> body) =>
        JsonMembers.Find(hints.Of(BodyHint.Metadata, body), "user_id"u8, out var value) ? FromText(value, "metadata.user_id") : null;

    private static Session? FromContent(BodyHints hints, ReadOnlySpan<byte> body)
    {
        var first = FirstTurn.Of(hints.Of(BodyHint.Messages, body));
        if (first.IsEmpty) return null;
        var hash = StableHash.Of(hints.Of(BodyHint.System, body));
        hash = StableHash.Of(hints.Of(BodyHint.Tools, body), hash);
        return new(Session.Content, StableHash.Of(first, hash));
    }
}
