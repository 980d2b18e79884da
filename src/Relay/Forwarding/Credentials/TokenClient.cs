using System.Net;
using System.Text.Json;
using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>Asks token servers. What it says of a failure is the status, and the error's code when that is a standard one.</summary>
internal sealed class TokenClient(TimeProvider time) : IDisposable
{
    /// <summary>How long a server may take in all; calls wait for it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>An answer is a token and little more; Entra's largest are some 20 KiB.</summary>
    public const int MaxAnswer = 64 * 1024;

    // RFC 6749, 5.2.
    private static readonly string[] Codes =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        // The form holds secrets, which are for the address in the config alone.
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    });

    /// <summary>Asks for a token.</summary>
    /// <exception cref="SecretException">There is none to be had.</exception>
    public async Task<TokenAnswer> AskAsync(Uri url, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var askedAt = time.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await _invoker.SendAsync(request, both.Token);
            var body = await ReadAsync(response, both.Token);
            if (!response.IsSuccessStatusCode) throw ToException(response, body);
            return body is not null && TokenAnswer.Read(body, askedAt) is { } answer
                ? answer
                : throw new SecretException(SecretFault.Malformed, "The token server's answer holds no bearer token.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SecretException(SecretFault.Unreachable, "The token server does not answer.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    // Null for what is too large.
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxAnswer ? null : buffer[..length];
    }

    private SecretException ToException(HttpResponseMessage response, byte[]? body)
    {
        var status = (int)response.StatusCode;
        var fault = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => SecretFault.Throttled,
            HttpStatusCode.RequestTimeout => SecretFault.Unreachable,
            _ when status >= 500 => SecretFault.Unreachable,
            _ when status >= 400 => SecretFault.Refused,
            _ => SecretFault.Malformed,
        };
        var code = CodeOf(body);
        var message = FormattableString.Invariant($"The token server answered with status {status}{(code is null ? "" : $" ({code})")}.");
        return new SecretException(fault, message) { RetryAfter = RetryAfterOf(response) };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } header) return null;
        return header.Delta ?? (header.Date - time.GetUtcNow());
    }

    // Only what the standard names: any other text may be an echo of what was sent.
    private static string? CodeOf(byte[]? body)
    {
        if (body is null) return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                ? Codes.FirstOrDefault(error.ValueEquals)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
