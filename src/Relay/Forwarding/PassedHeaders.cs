using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Relay.Forwarding;

/// <summary>
/// Which headers pass through. They are named, not all but some: a caller's credentials, cookies and addresses are
/// none of the provider's business, nor are the provider's account limits and organisation the caller's. Ids of requests are
/// <see cref="RequestId"/>'s.
/// </summary>
internal static class PassedHeaders
{
    private static readonly string[] ToProvider =
    [
        "Accept", "User-Agent", "OpenAI-Beta", "anthropic-version", "anthropic-beta", "X-Client-Request-Id", "Idempotency-Key",
        "session-id", "session_id", "thread-id", "conversation_id", "originator", "x-codex-turn-state",
        "x-codex-window-id", "x-codex-turn-metadata",
    ];

    private static readonly string[] ToCaller =
    [
        "openai-processing-ms", "openai-version", "openai-model",
        "retry-after-ms", "x-should-retry", "x-codex-turn-state", "x-gemini-service-tier",
    ];

    /// <summary>Copies what the provider may see of a caller's headers.</summary>
    public static void CopyToProvider(IHeaderDictionary from, HttpRequestHeaders to)
    {
        foreach (var name in ToProvider)
        {
            if (from.TryGetValue(name, out var values)) to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
    }

    /// <summary>Takes what the caller may see of a provider's headers, in place of what it was to see of another's.</summary>
    public static void CopyToCaller(HttpResponseHeaders from, IHeaderDictionary to)
    {
        foreach (var name in ToCaller)
        {
            if (from.NonValidated.TryGetValues(name, out var values)) to[name] = values.ToString();
            else to.Remove(name);
        }
    }
}
