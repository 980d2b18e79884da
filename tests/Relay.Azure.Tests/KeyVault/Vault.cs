using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Relay.Azure.Tests.KeyVault;

/// <summary>
/// A Key Vault as far as Relay uses it, in memory: it challenges who comes without a token, keeps versions, and fails as a
/// test says.
/// </summary>
internal sealed class Vault : HttpMessageHandler
{
    private static int _made;

    /// <summary>Where it is. Each has an address of its own, for the client remembers challenges for the whole process.</summary>
    public string Address { get; } = string.Create(CultureInfo.InvariantCulture, $"https://test-{Interlocked.Increment(ref _made)}.vault.azure.net");

    // The service's own clock, which says when a version was made.
    private readonly long _created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Version>> _secrets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was asked, as <c>GET /secrets/A</c>; challenged requests are not among it.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How many requests came without a token.</summary>
    public int Challenged { get; private set; }

    /// <summary>Answers in place of the vault; null lets it answer.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>>? Instead { get; set; }

    public void Set(string name, string value, bool enabled = true)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions)) _secrets[name] = versions = [];
            versions.Add(new(string.Create(CultureInfo.InvariantCulture, $"{versions.Count + 1:x32}"), value, enabled, _created + versions.Count));
        }
    }

    public string? Read(string name)
    {
        lock (_lock) return _secrets.TryGetValue(name, out var versions) ? versions[^1].Value : null;
    }

    public void Delete(string name)
    {
        lock (_lock) _secrets.Remove(name);
    }

    /// <summary>An error as the vault writes it.</summary>
    public static HttpResponseMessage Error(int status, string code, string? inner = null, string? retryAfter = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = "canary-vault-words" };
        if (inner is not null) error["innererror"] = new JsonObject { ["code"] = inner };
        var answer = Json(new JsonObject { ["error"] = error }, status);
        if (retryAfter is not null) answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    /// <summary>Fails each request from now on in the same way.</summary>
    public void Fail(int status, string code, string? inner = null, string? retryAfter = null) =>
        Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(Error(status, code, inner, retryAfter));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
        {
            Challenged++;
            var challenge = Error(401, "Unauthorized");
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate",
                "Bearer authorization=\"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001\", resource=\"https://vault.azure.net\"");
            challenge.RequestMessage = request;
            return challenge;
        }

        var path = request.RequestUri!.AbsolutePath;
        Asked.Enqueue($"{request.Method} {path}");
        var answer = Instead is null ? null : await Instead(request, cancellationToken);
        answer ??= request.Method == HttpMethod.Put
            ? Put(path, JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["value"]!.ToString())
            : Get(path.Trim('/').Split('/'));
        answer.RequestMessage = request;
        return answer;
    }

    private HttpResponseMessage Put(string path, string value)
    {
        var name = path.Split('/')[2];
        Set(name, value);
        lock (_lock) return Json(ToJson(name, _secrets[name][^1], withValue: true));
    }

    private HttpResponseMessage Get(string[] path)
    {
        lock (_lock)
        {
            if (path.Length == 1) return Json(List());
            if (!_secrets.TryGetValue(path[1], out var versions)) return Error(404, "SecretNotFound");
            if (path is [_, _, "versions"]) return Json(new JsonObject { ["value"] = new JsonArray([.. versions.Select(version => ToJson(path[1], version, withValue: false))]) });
            var newest = versions[^1];
            return newest.Enabled ? Json(ToJson(path[1], newest, withValue: true)) : Error(403, "Forbidden", "SecretDisabled");
        }
    }

    private JsonObject List() => new()
    {
        ["value"] = new JsonArray([.. _secrets.Keys.Select(name => new JsonObject
        {
            ["id"] = $"{Address}/secrets/{name}",
            ["attributes"] = new JsonObject { ["enabled"] = true },
        })]),
    };

    private static HttpResponseMessage Json(JsonNode json, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };

    private JsonObject ToJson(string name, Version version, bool withValue)
    {
        var json = new JsonObject
        {
            ["id"] = $"{Address}/secrets/{name}/{version.Id}",
            ["attributes"] = new JsonObject
            {
                ["enabled"] = version.Enabled,
                ["created"] = version.Created,
                ["updated"] = version.Created,
            },
        };
        if (withValue) json["value"] = version.Value;
        return json;
    }

    private sealed record Version(string Id, string Value, bool Enabled, long Created);
}
