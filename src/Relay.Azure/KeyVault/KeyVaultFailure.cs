using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Relay.Storage;

namespace Relay.Azure.KeyVault;

/// <summary>What a failure of the vault's client means. Decided on status and code; the vault's own words are left out.</summary>
internal static class KeyVaultFailure
{
    /// <summary>Translates a failure; null when it is none of the vault's.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="now">What time it is, for a date to come back at.</param>
    /// <param name="cancellationToken">The token of the one who waits: when that ended it, the vault did not fail.</param>
    public static SecretException? Of(Exception e, DateTimeOffset now, CancellationToken cancellationToken) => e switch
    {
        RequestFailedException failed => OfAnswer(failed, now),
        CredentialUnavailableException => new(SecretFault.Unsupported, "Relay runs under no identity that the vault could know.", e),
        AuthenticationFailedException => new(SecretFault.Denied, "Relay's identity got no token for the vault.", e),
        // The client's own time-out.
        OperationCanceledException when !cancellationToken.IsCancellationRequested => Unreachable(e),
        IOException or HttpRequestException => Unreachable(e),
        _ => null,
    };

    private static SecretException OfAnswer(RequestFailedException e, DateTimeOffset now) => e.Status switch
    {
        404 => new(SecretFault.Missing, "The vault has no such secret.", e),
        403 when InnerCodeOf(e) == "SecretDisabled" => new(SecretFault.Disabled, "The secret is switched off in the vault.", e),
        401 or 403 => new(SecretFault.Denied, "The vault denies Relay's identity.", e),
        409 => new(SecretFault.Deleted, "The secret was deleted in the vault: recover or purge it there first.", e),
        429 => new(SecretFault.Throttled, "The vault has too much to do.", e) { RetryAfter = RetryAfterOf(e, now) },
        >= 400 and < 500 => new(SecretFault.Refused,
            string.Create(CultureInfo.InvariantCulture, $"The vault answered with status {e.Status}."), e),
        _ => new(SecretFault.Unreachable, "The vault does not answer.", e) { RetryAfter = RetryAfterOf(e, now) },
    };

    private static SecretException Unreachable(Exception e) => new(SecretFault.Unreachable, "The vault does not answer.", e);

    // {"error":{"code":"Forbidden","innererror":{"code":"SecretDisabled"}}}
    private static string? InnerCodeOf(RequestFailedException e)
    {
        try
        {
            if (e.GetRawResponse()?.Content is not { } content) return null;
            using var json = JsonDocument.Parse(content.ToMemory());
            return json.RootElement.GetProperty("error").GetProperty("innererror").GetProperty("code").GetString();
        }
        catch (Exception unread) when (unread is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(RequestFailedException e, DateTimeOffset now)
    {
        if (e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at - now : null;
    }
}
