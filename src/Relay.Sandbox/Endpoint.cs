using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox;

/// <summary>Where a pretend provider answers in one dialect.</summary>
internal sealed class Endpoint(
    ISandboxDialect dialect, SandboxLog log, ConcurrentDictionary<string, Answer> scripts, Func<string, string, string?>? strike, TimeProvider time)
{
    /// <summary>Answers a request.</summary>
    public async Task RunAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        if (!dialect.HasKey(http.Request.Headers))
        {
            await FailAsync(http, 401, dialect.Error(401, "invalid_api_key", "No key."));
            return;
        }

        if (Read(body, http.Request.RouteValues["path"] as string, out var fault) is not { } request)
        {
            await FailAsync(http, fault.Status, dialect.Error(fault.Status, fault.Code, fault.Message, fault.Param));
            return;
        }

        var behaviour = Behaviour.Parse(
            $"{SpecOf(request.Model)},{http.Request.Headers["x-sandbox"]},{strike?.Invoke(request.Model, body)}", out var error);
        var answer = AnswerTo(request, behaviour, ref error);
        if (error is not null)
        {
            await FailAsync(http, 400, dialect.Error(400, "invalid_spec", $"In the model's name or x-sandbox: {error}."));
            return;
        }

        var call = log.Begin(request.Model, body);
        http.Response.Headers["x-request-id"] = string.Create(CultureInfo.InvariantCulture, $"sandbox-{call.Id}");
        try
        {
            await ActAsync(http, request, behaviour, answer, call);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left; the log says that the call is not completed.
        }
        finally
        {
            call.End();
        }
    }

    private SandboxRequest? Read(string body, string? path, out SandboxFault fault)
    {
        fault = new("The body is no request of this dialect.");
        try
        {
            using var json = JsonDocument.Parse(body);
            if (!dialect.Has(path)) fault = new("The sandbox holds conversations only.", Code: "NOT_FOUND") { Status = 404 };
            else if (dialect.FaultOf(json.RootElement) is not { } found) return dialect.Read(json.RootElement, path);
            else fault = found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON; or text that is none, or a tool's schema that is none.
        }

        return null;
    }

    private async Task ActAsync(HttpContext http, SandboxRequest request, Behaviour behaviour, Answer answer, SandboxCall call)
    {
        if (behaviour.Silence == -1) await ForeverAsync(http);
        if (behaviour.Status is { } status)
        {
            if (behaviour.RetryAfter is { } wait) http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await FailAsync(http, status, behaviour.Html ? null : dialect.Error(status, behaviour.ErrorCode, "As asked for."));
        }
        else if (behaviour.Html)
        {
            await FailAsync(http, 200, null);
        }
        else
        {
            await new Answering(http, dialect, request, behaviour, answer, call, time).RunAsync();
        }
    }

    private Answer AnswerTo(SandboxRequest request, Behaviour behaviour, ref string? error)
    {
        if (behaviour.Script is { } name)
        {
            if (request.HasToolResult && scripts.TryGetValue(name + SandboxServer.After, out var after)) return after;
            if (scripts.TryGetValue(name, out var script)) return script;
            error ??= $"there is no script '{name}'";
        }

        if (behaviour.Tools && request.FirstTool is { } tool && !request.HasToolResult)
            return new() { ToolCalls = [tool], CachedTokens = behaviour.Cached };
        var text = behaviour.Tokens is { } count
            ? Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"word{i} "))
            : Words(request.LastText.Length > 0 ? request.LastText : "Hello from the sandbox.");
        return new()
        {
            Text = [.. text],
            Reasoning = [.. Enumerable.Range(1, behaviour.Reasoning).Select(i => string.Create(CultureInfo.InvariantCulture, $"thought{i} "))],
            CachedTokens = behaviour.Cached,
        };
    }

    // A word and the spaces behind it.
    private static IEnumerable<string> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            yield return text[start..end];
            start = end;
        }
    }

    private static string SpecOf(string model) =>
        model.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? model[(colon + 1)..] : "";

    private static async Task FailAsync(HttpContext http, int status, string? json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = json is null ? "text/html" : "application/json";
        await http.Response.WriteAsync(json ?? "<html><body>As asked for.</body></html>", http.RequestAborted);
    }

    private Task ForeverAsync(HttpContext http) => Task.Delay(Timeout.InfiniteTimeSpan, time, http.RequestAborted);
}
