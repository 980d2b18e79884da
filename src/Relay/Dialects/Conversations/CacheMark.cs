namespace Relay.Dialects.Conversations;

/// <summary>A place up to which the prompt is to be cached (<c>cache_control</c>).</summary>
/// <param name="Ttl">How long, in Anthropic's words (<c>5m</c>, <c>1h</c>); null for the default.</param>
internal sealed record CacheMark(string? Ttl);
