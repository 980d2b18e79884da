namespace Relay.Dialects;

/// <summary>The fields at the top of a body that say which calls belong together and what a provider holds, whatever the dialect calls them.</summary>
internal enum BodyHint
{
    /// <summary><c>prompt_cache_key</c>.</summary>
    PromptCacheKey,

    /// <summary><c>session_id</c>.</summary>
    SessionId,

    /// <summary><c>conversation_id</c>.</summary>
    ConversationId,

    /// <summary><c>metadata</c>, whose <c>user_id</c> Anthropic's clients put a session into.</summary>
    Metadata,

    /// <summary><c>user</c>.</summary>
    User,

    /// <summary>The system prompt, where it stands beside the messages.</summary>
    System,

    /// <summary>The tools.</summary>
    Tools,

    /// <summary>The messages.</summary>
    Messages,

    /// <summary><c>store</c>: whether the provider holds the answer.</summary>
    Store,

    /// <summary><c>previous_response_id</c>: an answer that a provider holds.</summary>
    PreviousResponse,

    /// <summary><c>conversation</c>: one that a provider holds.</summary>
    Conversation,
}
