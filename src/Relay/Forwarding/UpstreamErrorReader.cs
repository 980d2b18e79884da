using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Health;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>Reads an error answer of a provider.</summary>
internal sealed class UpstreamErrorReader(MemoryBudget budget, TimeProvider time)
{
    /// <summary>Errors are small; of a larger body nothing is passed on.</summary>
    private const int MaxBody = 256 * 1024;

    /// <summary>Reads the answer and says what it means.</summary>
    public async ValueTask<Failure> ReadAsync(Attempt attempt, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new PooledBody(budget);
        var whole = await TryReadAsync(response, body, cancellationToken);
        string? code = null;
        var dialect = DialectCatalogue.Of(attempt.Endpoint.Dialect);
        var isJson = whole && dialect.TryReadError(body.Span, out code);
        var headers = new HeaderDictionary();
        PassedHeaders.CopyToCaller(response.Headers, headers);
        return UpstreamFailures.FromStatus(
            (int)response.StatusCode,
            code,
            RetryAfter(response) ?? (isJson ? dialect.ReadRetryAfter(body.Span) : null),
            isJson ? ProviderErrors.Make(attempt, (int)response.StatusCode, code, body.Span, headers) : null,
            attempt.IsOfOperation);
    }

    /// <summary>Reads no more of the answer than its code; null when it names none.</summary>
    public async ValueTask<string?> ReadCodeAsync(Dialect dialect, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new PooledBody(budget);
        return await TryReadAsync(response, body, cancellationToken)
            && DialectCatalogue.Of(dialect).TryReadError(body.Span, out var code) ? code : null;
    }

    private static async ValueTask<bool> TryReadAsync(
        HttpResponseMessage response, PooledBody body, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (body.Length <= MaxBody && body.TryReserve(1))
            {
                if (await body.ReadAsync(stream, cancellationToken) == 0) return true;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status says enough.
        }

        return false;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        // OpenAI's finer form: https://github.com/openai/openai-node/blob/master/src/client.ts
        if (response.Headers.NonValidated.TryGetValues("retry-after-ms", out var ms)
            && double.TryParse(ms.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is >= 0 and < 86_400_000)
            return TimeSpan.FromMilliseconds(milliseconds);
        if (response.Headers.RetryAfter is not { } header)
            return RateLimits.Read(response.Headers, time.GetUtcNow()) is { Headroom: 0, Reset: { } reset } ? Positive(reset - time.GetUtcNow()) : null;
        if (header.Delta is { } delta) return delta;
        return header.Date is { } date ? Positive(date - time.GetUtcNow()) : null;
    }

    private static TimeSpan Positive(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
