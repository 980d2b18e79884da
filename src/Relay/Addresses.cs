using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay;

/// <summary>
/// What stands where, for a request that no function takes: a host answers 404 to a method that an address does not have,
/// and people take that for a wrong address.
/// </summary>
internal static class Addresses
{
    /// <summary>What may stand between two slashes, where an address has a parameter.</summary>
    public const string Any = "*";

    private const string Read = "GET, HEAD";
    private const string Post = "POST";

    /// <summary>Every address that calls no model, and the methods that it takes.</summary>
    public static readonly IReadOnlyList<(string Path, string Methods)> Own =
    [
        ("healthz", Read),
        ("api/status", Read),
        ("api/accounts", Read),
        ("api/audit", Read),
        ("api/calls", Read),
        ("api/calls/*", Read),
        ("api/config", "GET, HEAD, PUT"),
        ("api/config/versions", Read),
        ("api/keys", "GET, HEAD, POST"),
        ("api/keys/*", "DELETE, GET, HEAD, PATCH"),
        ("api/route/explain", Post),
        ("api/secrets", Read),
        ("api/secrets/*", "PUT"),
    ];

    // The base paths of calls as OpenAI's and Anthropic's clients make them, and whether what providers hold can be read there.
    private static readonly (string Path, bool HasHeld)[] Bases = [("v1/", true), ("openai/v1/", true), ("anthropic/v1/", false)];

    private static readonly string[] HeldMethods = [HttpMethods.Delete, HttpMethods.Get, HttpMethods.Post];

    /// <summary>The methods that an address takes, as <c>Allow</c> lists them; null when nothing stands there.</summary>
    public static string? MethodsAt(string path)
    {
        // One before it; a second makes another address of it.
        path = path.StartsWith("//", StringComparison.Ordinal) ? path : path.Trim('/');
        foreach (var (own, methods) in Own)
        {
            if (Fits(own.Split('/'), path.Split('/'))) return methods;
        }

        if (RestOf(path, "openai/deployments/") is { } deployment)
            return CallPath.TrySplitDeployment(deployment, out _, out _) ? Post : null;
        // Azure's SDKs ask for these without a deployment.
        if (RestOf(path, "openai/") is { } azure && (ModelsAt(azure, false) ?? ResponsesAt(azure)) is { } known) return known;
        if (GeminiRestOf(path) is { } gemini) return ModelsAt(gemini, HasVerb(gemini));
        foreach (var (own, hasHeld) in Bases)
        {
            if (RestOf(path, own) is { } rest) return ModelsAt(rest, own == "v1/" && HasVerb(rest)) ?? CallsAt(rest, hasHeld);
        }

        return null;
    }

    /// <summary>In whose form a request's errors are: that of the base path or call, else of the headers that only one vendor's clients send.</summary>
    public static Dialect DialectOf(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/v1beta", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/gemini", StringComparison.OrdinalIgnoreCase)) return Dialect.Gemini;
        if (path.StartsWithSegments("/anthropic", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/v1/messages", StringComparison.OrdinalIgnoreCase)) return Dialect.Anthropic;
        if (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return Dialect.OpenAIChat;
        return request.Headers.ContainsKey("x-goog-api-key") ? Dialect.Gemini
            : request.Headers.ContainsKey("anthropic-version") ? Dialect.Anthropic
            : Dialect.OpenAIChat;
    }

    private static bool Fits(string[] own, string[] path) =>
        own.Length == path.Length
        && own.Zip(path).All(pair => pair.First == Any ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    // v1beta/…, gemini/{version}/….
    private static string? GeminiRestOf(string path) =>
        RestOf(path, "v1beta/") ?? (RestOf(path, "gemini/") is { } rest && rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? rest[(slash + 1)..]
            : null);

    private static string? ModelsAt(string rest, bool hasVerb) =>
        rest.Equals("models", StringComparison.OrdinalIgnoreCase) ? Read
        : RestOf(rest, "models/") is null ? null
        : hasVerb ? "GET, HEAD, POST"
        : Read;

    private static bool HasVerb(string rest) =>
        RestOf(rest, "models/") is { } model && ModelPath.TryParse(model, null, out _);

    private static string? CallsAt(string rest, bool hasHeld)
    {
        var methods = HeldMethods.Where(method => (hasHeld || method == HttpMethods.Post) && CallPath.Find(method, rest) is not null);
        return string.Join(", ", methods) is { Length: > 0 } allowed ? allowed : null;
    }

    private static string? ResponsesAt(string rest) => rest.Equals("responses", StringComparison.OrdinalIgnoreCase)
        || RestOf(rest, "responses/") is not null ? CallsAt(rest, hasHeld: true) : null;

    private static string? RestOf(string path, string start) =>
        path.Length > start.Length && path.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? path[start.Length..] : null;
}
