using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Gate;

namespace Relay.Management;

/// <summary>Keys over the management API.</summary>
public sealed class KeyEndpoints
{
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
            if (KeyRules.Check(asked, _time.GetUtcNow()) is { } wrong) return wrong;
            var (key, text) = await _maker.MakeAsync(
                asked.Name ?? "", asked.Role ?? KeyRole.Caller, asked.Project ?? DefaultProject, asked.Member, asked.Models ?? [],
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

    /// <summary><c>GET /api/keys/{id}</c>: one key.</summary>
    public Task GetAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ => await _store.GetAsync(id, cancellationToken) is { } key
            ? await AdminApi.WriteAsync(http.Response, 200, KeyView.Of(key), ManagementJson.Default.KeyView, cancellationToken)
            : AdminApi.NotFound("key"), cancellationToken);

    /// <summary><c>PATCH /api/keys/{id}</c>: switches a key off or on, or changes how many of its calls may run at once.</summary>
    public Task ChangeAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async admin =>
        {
            var read = await _api.ReadJsonAsync(http.Request, ManagementJson.Default.KeyChange, cancellationToken);
            if (!read.Succeeded(out var change, out var failure)) return failure;
            if (change is { Disabled: null, MaxConcurrency: null })
                return AdminApi.Invalid("disabled", "Nothing is to be changed: give disabled, true or false, or max_concurrency, 0 to 100000.");
            if (change.Disabled == true && id == admin.Id) return NotItself("switch itself off");
            if (await _store.GetAsync(id, cancellationToken) is not { } key) return AdminApi.NotFound("key");
            if (KeyRules.Check(change, key) is { } wrong) return wrong;
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
            if (id == admin.Id) return NotItself("delete itself");
            if (await _store.GetAsync(id, cancellationToken) is not { } key) return AdminApi.NotFound("key");
            await _store.DeleteAsync(key, cancellationToken);
            _cache.Forget(id);
            await _audit.NoteAsync(admin.Id, AuditLog.KeyDeleted, id, ToJson(key), null);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return null;
        }, cancellationToken);

    private static byte[] ToJson(Key key) => JsonSerializer.SerializeToUtf8Bytes(KeyView.Of(key), ManagementJson.Default.KeyView);

    // So there is always one left: whoever ends an admin key has another.
    private static Failure NotItself(string what) =>
        AdminApi.Invalid("id", $"An admin key cannot {what}. Make another with POST /api/keys and \"role\":\"admin\", and send that.");
}
