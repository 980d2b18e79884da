using Relay.Routing.Config;

namespace Relay.Local.Start;

/// <summary>What a person sees when Relay has started.</summary>
internal static class Banner
{
    /// <summary>Makes the text.</summary>
    /// <param name="url">Where Relay listens.</param>
    /// <param name="keys">The keys that were made just now; null when there were some.</param>
    /// <param name="config">What is in force.</param>
    /// <param name="isFileNew">Whether its file was put into force now; null when there is none.</param>
    public static string Of(Uri url, FirstKeys? keys, ConfigSnapshot config, bool? isFileNew)
    {
        var baseUrl = $"{url.ToString().TrimEnd('/')}/v1";
        var key = keys?.Relay ?? "$RELAY_KEY";
        var made = keys is null ? """
              Keys        those of the first start, which showed them that once (lost? see docs/api.md)

            """ : $"""

              Admin key   {keys.Admin}
              Relay key   {keys.Relay}
              Both are shown this once. Keep them; more are made with POST /api/keys.

            """;
        return $$"""

              Relay listens.

              Base URL    {{baseUrl}}
              Models      {{Describe(config.ModelNames)}}
              Config      {{Describe(config.Version, isFileNew)}}
            {{made}}
              Try it:

            curl {{baseUrl}}/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}'

            """;
    }

    // An edit by PUT /api/config stays until the file changes, which people wonder about.
    private static string Describe(long version, bool? isFileNew) => FormattableString.Invariant($"version {version}") + isFileNew switch
    {
        true => ", the file's, from now on",
        false => "; the file has not changed since it was applied",
        null when version == 0 => ": none yet",
        null => "",
    };

    private static string Describe(IReadOnlyCollection<string> models) => models.Count switch
    {
        1 => $"{models.First()} (set a provider's key, such as OPENAI_API_KEY, for real ones)",
        _ => FormattableString.Invariant($"{models.Count}, listed by GET /v1/models"),
    };
}
