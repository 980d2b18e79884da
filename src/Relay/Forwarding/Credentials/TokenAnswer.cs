using System.Globalization;
using System.Text.Json;
using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>What a token server answered (RFC 6749, 5.1). Not a record: those write their members when they are printed.</summary>
internal sealed class TokenAnswer
{
    /// <summary>For a server that does not say how long its token lives, which it should.</summary>
    private static readonly TimeSpan UnsaidLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A year; more is taken for that.</summary>
    private const double LongestLifetime = 365 * 86_400;

    private TokenAnswer(FreshSecret token, string? refreshToken)
    {
        Token = token;
        RefreshToken = refreshToken;
    }

    /// <summary>The token.</summary>
    public FreshSecret Token { get; }

    /// <summary>The refresh token that is to be used from now on; null when it stays as it is.</summary>
    public string? RefreshToken { get; }

    /// <summary>Reads an answer; null when there is no bearer token in it that can be used.</summary>
    /// <param name="json">The body.</param>
    /// <param name="askedAt">When it was asked for.</param>
    public static TokenAnswer? Read(ReadOnlySpan<byte> json, DateTimeOffset askedAt)
    {
        string? token = null, type = null, refresh = null;
        var lifetime = UnsaidLifetime;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                if (name == "expires_in") lifetime = LifetimeOf(ref reader) ?? lifetime;
                else if (name == "access_token") token = TextOf(ref reader);
                else if (name == "token_type") type = TextOf(ref reader);
                else if (name == "refresh_token") refresh = TextOf(ref reader);
                else reader.Skip();
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or with text that is none.
            return null;
        }

        if (token is null || !HeaderText.IsValid(token) || lifetime <= TimeSpan.Zero) return null;
        if (type is not null && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase)) return null;
        return new(FreshSecret.Token(token, lifetime, askedAt), string.IsNullOrEmpty(refresh) ? null : refresh);
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return null;
    }

    // A number, and of some servers a number as text.
    private static TimeSpan? LifetimeOf(ref Utf8JsonReader reader)
    {
        double seconds;
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)) return null;
        }
        else if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out seconds))
        {
            reader.Skip();
            return null;
        }

        return double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestLifetime));
    }
}
