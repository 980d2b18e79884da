using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Management;

/// <summary>Secrets over the management API: they can be set and listed, and never read.</summary>
public sealed partial class SecretEndpoints
{
    private const int BodyLimit = 256 * 1024;

    /// <summary>Key Vault takes no more.</summary>
    private const int MaxValue = 25_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly AdminApi _api;
    private readonly ISecretStore _secrets;
    private readonly ConfigSource _config;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<SecretEndpoints> _log;

    internal SecretEndpoints(
        AdminApi api, ISecretStore secrets, ConfigSource config, AuditLog audit, TimeProvider time, ILogger<SecretEndpoints> log)
    {
        _api = api;
        _secrets = secrets;
        _config = config;
        _audit = audit;
        _time = time;
        _log = log;
    }

    /// <summary><c>GET /api/secrets</c>: names, versions, ages and uses.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, _ => GuardAsync(async () =>
        {
            var uses = SecretUses.Of(await _config.GetAsync(cancellationToken));
            var listed = await _secrets.ListAsync([.. uses.Select(use => use.Key)], cancellationToken);
            var page = new SecretPage([.. listed.Select(secret => ToView(secret, uses))], _secrets.ReadOnly);
            return await AdminApi.WriteAsync(http.Response, 200, page, ManagementJson.Default.SecretPage, cancellationToken);
        }), cancellationToken);

    /// <summary><c>PUT /api/secrets/{name}</c>: a new version of a secret.</summary>
    public Task PutAsync(HttpContext http, string name, CancellationToken cancellationToken) =>
        _api.RunAsync(http, admin => GuardAsync(async () =>
        {
            if (_secrets.ReadOnly is { } why) return Failed(403, FailureCode.SecretsReadOnly, why);
            // What is no name may be a value that was put in the wrong place.
            if (AccountRules.CheckSecretName(name) is { } wrong) return AdminApi.Invalid("name", $"The name {wrong}.");
            var read = await _api.ReadAsync(http.Request, BodyLimit, cancellationToken);
            if (!read.Succeeded(out var body, out var failure)) return failure;
            string value;
            using (body)
            {
                if (!ValueOf(body.Span).Succeeded(out var found, out failure)) return failure;
                value = found;
            }

            var set = await _secrets.SetAsync(name, value, cancellationToken);
            LogSet(set.Name, set.Version, admin.Id);
            await _audit.NoteAsync(admin.Id, AuditLog.SecretSet, name, null,
                JsonSerializer.SerializeToUtf8Bytes(new AuditedVersion(set.Version), ManagementJson.Default.AuditedVersion));
            var uses = SecretUses.Of(await _config.GetAsync(cancellationToken));
            return await AdminApi.WriteAsync(
                http.Response, 200, ToView(set, uses), ManagementJson.Default.SecretView, cancellationToken);
        }), cancellationToken);

    // Nothing of it is repeated.
    private static Result<string> ValueOf(ReadOnlySpan<byte> body)
    {
        string? value;
        try
        {
            if (JsonSerializer.Deserialize(body, ManagementJson.Default.NewSecret) is not { } asked)
                return JsonFault.Of(body, ManagementJson.Default.NewSecret);
            value = asked.Value?.Trim();
        }
        catch (JsonException)
        {
            return JsonFault.Of(body, ManagementJson.Default.NewSecret);
        }

        if (value is null) return AdminApi.Invalid("value", "The field value is missing. It is the secret: a text of 1 to 25000 bytes.");
        if (value.Contains('\0', StringComparison.Ordinal)) return AdminApi.Invalid("value", "The field value must have no NUL in it.");
        var length = Encoding.UTF8.GetByteCount(value);
        return length is > 0 and <= MaxValue ? value : AdminApi.Invalid("value", string.Create(CultureInfo.InvariantCulture,
            $"The field value must have 1 to 25000 bytes without the white space around it, but it has {length}."));
    }

    private SecretView ToView(SecretInfo secret, ILookup<string, string> uses) => new(
        secret.Name,
        secret.Version,
        secret.CreatedAt,
        secret.CreatedAt is { } created ? Math.Max(0, (long)(_time.GetUtcNow() - created).TotalSeconds) : null,
        [.. secret.UsedAs.SelectMany(name => uses[name]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        secret.Fault);

    private static async Task<Failure?> GuardAsync(Func<Task<Failure?>> endpoint)
    {
        try
        {
            return await endpoint();
        }
        catch (SecretException e)
        {
            return e.Fault == SecretFault.Deleted
                ? Failed(409, FailureCode.VersionConflict, e.Message)
                : Failed(503, FailureCode.SecretUnavailable, $"{e.Message} ({SecretFaultText.Of(e.Fault)})") with
                {
                    RetryAfter = e.RetryAfter ?? Retry,
                };
        }
    }

    private static Failure Failed(int status, string code, string message) =>
        new(FailureStage.Management, status < 500 ? FailureSide.Caller : FailureSide.Relay, status, code, message);

    [LoggerMessage(Level = LogLevel.Information, Message = "The secret {Name} was set, version {Version}, by the key {Key}.")]
    private partial void LogSet(string name, string? version, string key);
}
