using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Management;

/// <summary>The config document over the management API.</summary>
public sealed class ConfigEndpoints
{
    private const int VersionsShown = 100;

    private static readonly FailureDetail TooLarge = new("$", string.Create(
        CultureInfo.InvariantCulture, $"is larger than {ConfigStore.MaxCompressedSize} bytes when compressed"));

    private readonly AdminApi _api;
    private readonly ConfigStore _store;
    private readonly ConfigSource _source;
    private readonly ISecretStore _secrets;
    private readonly AuditLog _audit;

    internal ConfigEndpoints(AdminApi api, ConfigStore store, ConfigSource source, ISecretStore secrets, AuditLog audit)
    {
        _api = api;
        _store = store;
        _source = source;
        _secrets = secrets;
        _audit = audit;
    }

    /// <summary><c>GET /api/config</c>: the document in force, or a version of it, with its version as ETag.</summary>
    public Task GetAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            if (PageQuery.Check(http.Request.Query, "version") is { } wrong) return wrong;
            var version = (await _store.GetHeadAsync(cancellationToken))?.Version ?? 0;
            if (http.Request.Query["version"] is [{ } asked]
                && !long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out version))
                return AdminApi.Invalid("version", $"version must be the number of a version, but it is {AdminApi.Quote(asked)}.");
            var document = version == 0 ? "{}"u8.ToArray() : await _store.GetAsync(version, cancellationToken);
            if (document is null) return AdminApi.NotFound("version of the config");
            http.Response.Headers.ETag = ToETag(version);
            return await AdminApi.WriteAsync(http.Response, 200, document, cancellationToken);
        }, cancellationToken);

    /// <summary><c>GET /api/config/versions</c>: the newest versions: when, and by which key.</summary>
    public Task ListVersionsAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ => await AdminApi.WriteAsync(
            http.Response, 200, new ConfigVersionPage(await _store.ListAsync(VersionsShown, cancellationToken)),
            ManagementJson.Default.ConfigVersionPage, cancellationToken), cancellationToken);

    /// <summary><c>PUT /api/config</c>: a new version, whole, in place of the one that If-Match names.</summary>
    public Task PutAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async admin =>
        {
            var head = await _store.GetHeadAsync(cancellationToken);
            var match = http.Request.Headers.IfMatch.ToString();
            if (match.Length == 0)
                return Conflict(428, "Send If-Match with the ETag of the config that this one is to replace (GET /api/config).");
            if (match != ToETag(head?.Version ?? 0)) return Changed(match, head?.Version ?? 0);

            var read = await _api.ReadAsync(http.Request, ConfigParser.MaxSize, cancellationToken);
            if (!read.Succeeded(out var body, out var failure)) return failure;
            using (body)
            {
                var errors = ConfigParser.Parse(body.Memory, out var document);
                if (document is null) return Invalid(errors);
                long? put;
                try
                {
                    put = await _store.PutAsync(body.Memory, head, admin.Id, head?.FileHash, cancellationToken);
                }
                catch (ConfigTooLargeException)
                {
                    return Invalid([TooLarge]);
                }

                if (put is not { } version) return Raced();
                // Both documents are kept under their versions.
                await _audit.NoteAsync(admin.Id, AuditLog.ConfigPut, "config", head is null ? null : ToJson(head.Version), ToJson(version));
                await RefreshAsync(cancellationToken);
                http.Response.Headers.ETag = ToETag(version);
                return await AdminApi.WriteAsync(
                    http.Response, 200, new ConfigPut(version, await SecretUses.WarnAsync(document, _secrets, cancellationToken)), ManagementJson.Default.ConfigPut, cancellationToken);
            }
        }, cancellationToken);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _source.RefreshAsync(cancellationToken);
        }
        catch (TableStoreException)
        {
            // The new version is durable; this process reads it at its next look, as the others do.
        }
    }

    private static byte[] ToJson(long version) => JsonSerializer.SerializeToUtf8Bytes(
        new AuditedVersion(version.ToString(CultureInfo.InvariantCulture)), ManagementJson.Default.AuditedVersion);

    private static string ToETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Failure Raced() =>
        Conflict(412, "The config was changed by somebody else at the same moment. Get it again, and put your change into that.");

    private static Failure Changed(string match, long version) => Conflict(412,
        $"If-Match must be the ETag of the config in force, {ToETag(version)}, but it is {AdminApi.Quote(match)}. "
        + "Get the config again, and put your change into that.");

    private static Failure Conflict(int status, string message) =>
        new(FailureStage.Management, FailureSide.Caller, status, FailureCode.VersionConflict, message) { Param = "If-Match" };

    private static Failure Invalid(IReadOnlyList<FailureDetail> errors) =>
        AdminApi.Invalid(null, string.Create(CultureInfo.InvariantCulture,
            $"The config has {errors.Count} error(s), listed under details. Nothing was changed."), FailureCode.InvalidConfig)
        with
        {
            Details = errors,
        };
}
