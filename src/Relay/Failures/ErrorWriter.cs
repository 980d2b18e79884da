using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;

namespace Relay.Failures;

/// <summary>The one place where a failure becomes a status, headers and a body.</summary>
internal static class ErrorWriter
{
    /// <summary>Whose words an error is: <c>relay</c> or <c>provider</c>.</summary>
    public const string ErrorHeader = "x-relay-error";

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = PlainJsonEncoder.Instance,
    };

    /// <summary>Answers with a failure in OpenAI's form. Nothing of the response may have been sent.</summary>
    public static Task WriteAsync(HttpResponse response, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(response, failure, ToJson, cancellationToken);

    /// <summary>Answers with a failure. Nothing of the response may have been sent.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="toBody">Makes the body, where the provider has said none.</param>
    /// <param name="cancellationToken">Whether anybody still waits.</param>
    /// <param name="asArray">Whether the caller reads an array of which the error is the one element.</param>
    public static async Task WriteAsync(
        HttpResponse response, Failure failure, Func<Failure, byte[]> toBody, CancellationToken cancellationToken, bool asArray = false)
    {
        response.StatusCode = failure.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers[ErrorHeader] = failure.Upstream is null ? "relay" : "provider";
        if (failure.Upstream is { } upstream)
        {
            foreach (var (name, value) in upstream.Headers) response.Headers[name] = value;
        }
        // A key is no better the second time, but agents try for minutes, saying nothing, unless they are told; Claude Code looks here.
        else if (failure.Status is 401 or 403) response.Headers["x-should-retry"] = "false";

        if (failure.RetryAfter is { } wait) response.Headers.RetryAfter = ToSeconds(wait);

        ReadOnlyMemory<byte> body = failure.Upstream?.Body ?? toBody(failure);
        if (asArray && body.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..]) body = (byte[])[(byte)'[', .. body.Span, (byte)']'];
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    /// <summary>Makes the error body in OpenAI's form.</summary>
    /// <remarks>https://platform.openai.com/docs/guides/error-codes</remarks>
    public static byte[] ToJson(Failure failure)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", failure.Message);
            json.WriteString("type", TypeOf(failure.Status));
            json.WriteString("param", failure.Param);
            json.WriteString("code", failure.Code);
            if (failure.Details.Count > 0)
            {
                json.WriteStartArray("details");
                foreach (var detail in failure.Details)
                {
                    json.WriteStartObject();
                    json.WriteString("path", detail.Path);
                    json.WriteString("message", detail.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // Whole seconds, rounded up: a client that comes back early is refused again.
    private static string ToSeconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
