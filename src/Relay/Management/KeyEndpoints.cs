using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Gate;

namespace Relay.Management;

/// <summary>Keys over the management API.</summary>
public sealed class KeyEndpoints
{
    private const int MaxText = 200;
    private const int MaxModels = 1000;

    /// <summary>Less than a column of a table holds, 32,768 characters, for all patterns and the ends of their lines.</summary>
    private const int MaxModelsText = 30_000;
    private const int MostConcurrency = 100_000;
    private const string DefaultProject = "default";

    private readonly AdminApi _api;
    private readonly KeyStore _store;
    private readonly KeyCache _cache;
    private readonly KeyMaker _maker;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;

    internal KeyEndpoints(AdminApi api, KeyStore store, KeyCache cache, KeyMaker maker, AuditLog audit, TimeProvider time)
    {
        _api = api;
        _store = store;
        _cache = cache;
        _maker = maker;
        _audit = audit;
        _time = time;
    }

    /// <summary><c>POST /api/keys</c>: makes a key, and shows it this once.</summary>
    public Task CreateAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async admin =>
        {
            var read = await _api.ReadJsonAsync(http.Request, ManagementJson.Default.NewKey, cancellationToken);
            if (!read.Succeeded(out var asked, out var failure)) return failure;
            if (Check(asked) is { } wrong) return wrong;
            var (key, text) = await _maker.MakeAsync(
                asked.Name ?? "", KeyRole.Caller, asked.Project ?? DefaultProject, asked.Member, asked.Models ?? [],
                asked.ExpiresAt, asked.MaxConcurrency is > 0 ? asked.MaxConcurrency : null, cancellationToken);
            await _audit.NoteAsync(admin.Id, AuditLog.KeyMade, key.Id, null, ToJson(key));
            return await AdminApi.WriteAsync(
                http.Response, 201, KeyView.Of(key, text), ManagementJson.Default.KeyView, cancellationToken);
        }, cancellationToken);

    /// <summary><c>GET /api/keys</c>: lists keys, oldest first.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var query = new PageQuery(http.Request.Query);
            if (query.Failure is { } wrong) return wrong;
            if (query.Continuation is { } text && !KeyStore.IsContinuation(text))
                return PageQuery.BadContinuation();
            var (ids, continuation) = await _store.ListAsync(query.Limit, query.Continuation, cancellationToken);
            var keys = new List<KeyView>(ids.Count);
            foreach (var id in ids)
            {
                if (await _store.GetAsync(id, cancellationToken) is { } key) keys.Add(KeyView.Of(key));
            }

            return await AdminApi.WriteAsync(
                http.Response, 200, new KeyPage(keys, continuation), ManagementJson.Default.KeyPage, cancellationToken);
        }, cancellationToken);

    /// <summary><c>PATCH /api/keys/{id}</c>: switches a key off or on, or changes how many of its calls may run at once.</summary>
    public Task ChangeAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async admin =>
        {
            var read = await _api.ReadJsonAsync(http.Request, ManagementJson.Default.KeyChange, cancellationToken);
            if (!read.Succeeded(out var change, out var failure)) return failure;
            if (change is { Disabled: null, MaxConcurrency: null })
                return AdminApi.Invalid("disabled", "Give disabled as true or false, or max_concurrency as a number.");
            if (CheckConcurrency(change.MaxConcurrency) is { } wrong) return wrong;
            if (change.Disabled == true && id == admin.Id) return AdminApi.Invalid("id", "A key cannot switch itself off.");
            if (await _store.GetAsync(id, cancellationToken) is not { } key) return AdminApi.NotFound("key");
            var changed = key with
            {
                Disabled = change.Disabled ?? key.Disabled,
                MaxConcurrency = change.MaxConcurrency is { } most ? most > 0 ? most : null : key.MaxConcurrency,
            };
            if (!await _store.ReplaceAsync(changed, cancellationToken)) return AdminApi.NotFound("key");
            _cache.Forget(id);
            await _audit.NoteAsync(admin.Id, AuditLog.KeyChanged, id, ToJson(key), ToJson(changed));
            return await AdminApi.WriteAsync(
                http.Response, 200, KeyView.Of(changed), ManagementJson.Default.KeyView, cancellationToken);
        }, cancellationToken);

    /// <summary><c>DELETE /api/keys/{id}</c>: ends a key for good.</summary>
    public Task DeleteAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async admin =>
        {
            if (id == admin.Id) return AdminApi.Invalid("id", "A key cannot delete itself.");
            if (await _store.GetAsync(id, cancellationToken) is not { } key) return AdminApi.NotFound("key");
            await _store.DeleteAsync(key, cancellationToken);
            _cache.Forget(id);
            await _audit.NoteAsync(admin.Id, AuditLog.KeyDeleted, id, ToJson(key), null);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return null;
        }, cancellationToken);

    private static byte[] ToJson(Key key) => JsonSerializer.SerializeToUtf8Bytes(KeyView.Of(key), ManagementJson.Default.KeyView);

    private Failure? Check(NewKey asked)
    {
        if (TooLong(asked.Name)) return AdminApi.Invalid("name", "The name has at most 200 characters.");
        if (TooLong(asked.Project)) return AdminApi.Invalid("project", "The project has at most 200 characters.");
        if (TooLong(asked.Member)) return AdminApi.Invalid("member", "The member has at most 200 characters.");
        if (asked.ExpiresAt <= _time.GetUtcNow()) return AdminApi.Invalid("expires_at", "The time to expire at has passed.");
        if (asked.Models is { } models
            && (models.Count > MaxModels || models.Any(NotAPattern) || models.Sum(model => model.Length + 1) > MaxModelsText))
        {
            return AdminApi.Invalid("models",
                "The models are at most 1000 patterns of 1 to 200 characters, such as gpt-*, and 30000 characters together.");
        }

        return CheckConcurrency(asked.MaxConcurrency);
    }

    private static Failure? CheckConcurrency(int? most) => most is < 0 or > MostConcurrency
        ? AdminApi.Invalid("max_concurrency", "The most calls at once are 1 to 100000, or 0 for no limit.")
        : null;

    private static bool TooLong(string? text) => text is not null && (text.Length > MaxText || text.Any(char.IsControl));

    private static bool NotAPattern(string? text) => text is null or "" || TooLong(text);
}
