using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Gate;
using Relay.Ingress;
using Relay.Storage;

namespace Relay.Management;

/// <summary>What every endpoint of the management API does first and last: an admin key, and errors in one form.</summary>
internal sealed class AdminApi(KeyGate gate, BodyReader bodies, ILogger<AdminApi> log)
{
    private const int JsonLimit = 64 * 1024;
    private const int MaxQuoted = 40;

    /// <summary>Runs an endpoint for an admin key; what it returns is said to the caller.</summary>
    public async Task RunAsync(
        HttpContext http, Func<Key, Task<Failure?>> endpoint, CancellationToken cancellationToken)
    {
        var identified = await gate.IdentifyAsync(http.Request, KeyRole.Admin, cancellationToken);
        if (identified.Succeeded(out var key, out var failure)) failure = await GuardAsync(() => endpoint(key));
        else log.ManagementRefused(failure.Status, failure.Code);
        if (failure is not null) await ErrorWriter.WriteAsync(http.Response, failure, cancellationToken);
    }

    /// <summary>Reads a JSON body of an endpoint.</summary>
    public async Task<Result<PooledBody>> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken) =>
        await bodies.ReadAsync(request, limit, cancellationToken);

    /// <summary>Reads a JSON body of at most 64 KiB into what it must be.</summary>
    public async Task<Result<T>> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var read = await ReadAsync(request, JsonLimit, cancellationToken);
        if (!read.Succeeded(out var body, out var failure)) return failure;
        using (body)
        {
            try
            {
                return JsonSerializer.Deserialize(body.Span, type) is { } value ? value : JsonFault.Of(body.Span, type);
            }
            catch (JsonException)
            {
                return JsonFault.Of(body.Span, type);
            }
        }
    }

    /// <summary>Answers with JSON.</summary>
    public static Task<Failure?> WriteAsync<T>(
        HttpResponse response, int status, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WriteAsync(response, status, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    /// <summary>Answers with JSON that is written already.</summary>
    public static async Task<Failure?> WriteAsync(
        HttpResponse response, int status, byte[] json, CancellationToken cancellationToken)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        // What an admin sees is not for caches on the way.
        response.Headers.CacheControl = "no-store";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, cancellationToken);
        return null;
    }

    /// <summary>Makes the failure of a request that asks for something wrong.</summary>
    public static Failure Invalid(string? param, string message, string code = FailureCode.InvalidField) =>
        new(FailureStage.Management, FailureSide.Caller, 400, code, message) { Param = param };

    /// <summary>Quotes what a request says where that is short and plain, and else says how long it is.</summary>
    public static string Quote(string text) => text.Length == 0 ? "empty"
        : text.Length <= MaxQuoted && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? $"`{text}`"
        : string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters");

    /// <summary>Makes the failure of a request for what is not there.</summary>
    public static Failure NotFound(string what) =>
        new(FailureStage.Management, FailureSide.Caller, 404, FailureCode.NotFound, $"There is no such {what}.");

    /// <summary>Turns a storage that does not answer into a failure.</summary>
    public static async Task<Failure?> GuardAsync(Func<Task<Failure?>> endpoint)
    {
        try
        {
            return await endpoint();
        }
        catch (TableStoreException)
        {
            return RelayFailures.NoStorage(FailureStage.Management, "");
        }
    }
}
