using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Health;

namespace Relay.Management;

/// <summary>
/// <c>GET /api/status</c>: how the models and their providers do, from real traffic. Anybody may ask; it names no
/// account, and no model that the config does not list.
/// </summary>
public sealed class StatusEndpoint
{
    private readonly StatusReport _report;

    internal StatusEndpoint(StatusReport report) => _report = report;

    /// <summary>Answers with the status.</summary>
    public async Task GetAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var failure = await AdminApi.GuardAsync(async () =>
        {
            var json = ToJson(await _report.ReadAsync(cancellationToken));
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.Headers.CacheControl = "public, max-age=30";
            http.Response.ContentLength = json.Length;
            await http.Response.Body.WriteAsync(json, cancellationToken);
            return null;
        });
        if (failure is not null) await ErrorWriter.WriteAsync(http.Response, failure, cancellationToken);
    }

    private static ReadOnlyMemory<byte> ToJson(IReadOnlyDictionary<StatusSubject, StatusWindows> subjects)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var model in subjects.GroupBy(subject => subject.Key.Model).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("model", model.Key);
            foreach (var (_, windows) in model.Where(subject => subject.Key.Provider.Length == 0)) Write(json, windows, "availability", "calls");
            json.WriteStartArray("providers");
            foreach (var (subject, windows) in model.Where(subject => subject.Key.Provider.Length > 0)
                .OrderBy(subject => subject.Key.Provider, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("provider", subject.Provider);
                Write(json, windows, "error_rate", "attempts");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, StatusWindows windows, string rate, string tried)
    {
        json.WriteStartObject("windows");
        foreach (var (name, counts) in (ReadOnlySpan<(string, StatusCounts)>)
            [("1h", windows.Hour), ("24h", windows.Day), ("90d", windows.Quarter)])
        {
            json.WriteStartObject(name);
            json.WriteNumber(tried, counts.Tried);
            if (counts.Tried > 0)
            {
                var failed = (double)counts.Failed / counts.Tried;
                json.WriteNumber(rate, Math.Round(rate == "availability" ? 1 - failed : failed, 5));
            }

            if (counts.FirstTokens.Quantile(0.5) is { } half) json.WriteNumber("first_token_p50_ms", half);
            if (counts.FirstTokens.Quantile(0.95) is { } most) json.WriteNumber("first_token_p95_ms", most);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
