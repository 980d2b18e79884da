using System.Text.RegularExpressions;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>What the members of an account must look like. Each check says what is wrong, or null.</summary>
internal static partial class AccountRules
{
    public static string? CheckId(string text) =>
        IdPattern().IsMatch(text) ? null : "must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit";

    public static string? CheckAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "must be an absolute http or https address";
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "must have no user, query or fragment";
        return null;
    }

    public static string? CheckApiVersion(string text, Provider? provider) =>
        provider is { HasDeployments: false } ? $"is for addresses with deployments, which {provider.Name} does not have"
        : ApiVersionPattern().IsMatch(text) ? null
        : "must be a version such as 2024-10-21: 1 to 64 of A-Z, a-z, 0-9, -, . and _";

    public static string? CheckSecretName(string text) =>
        !NamePattern().IsMatch(text) ? "must be the name of a secret: 1 to 127 of A-Z, a-z, 0-9, - and _"
        // The rule of a name fits most keys, too. The text itself is not repeated.
        : LooksLikeSecret(text) ? "looks like a secret; it must be the name of one, such as OPENAI_API_KEY"
        : null;

    /// <summary>Whether a text is more likely a key of a provider than a name.</summary>
    public static bool LooksLikeSecret(string text) => KeyPattern().IsMatch(text);

    // \z and not $, which lets a line feed follow.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,127}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex ApiVersionPattern();

    [GeneratedRegex("^(sk-|gsk_|xai-|AIza|pplx-|r8_|hf_|nvapi-)"
        + @"|^(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{32,}\z|^[0-9a-fA-F]{32,}\z")]
    private static partial Regex KeyPattern();
}
