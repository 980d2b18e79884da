using System.Globalization;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>What <c>error.details</c> says to programs.</summary>
/// <param name="IsBadKey">Whether one of them has the reason <see cref="BadKey"/>.</param>
/// <param name="RetryAfter">The <c>retryDelay</c> of one of them; null when there is none.</param>
/// <remarks>
/// https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto: <c>ErrorInfo</c> and <c>RetryInfo</c>,
/// which are known by their members here.
/// </remarks>
internal readonly record struct GeminiErrorDetails(bool IsBadKey, TimeSpan? RetryAfter)
{
    /// <summary>The reason that a key is not, or no longer, one.</summary>
    public const string BadKey = "API_KEY_INVALID";

    private const int MaxWord = 64;

    /// <summary>A day: nobody waits as long.</summary>
    private const double MaxSeconds = 86_400;

    /// <summary>Reads the value that the reader stands on.</summary>
    public static GeminiErrorDetails Read(scoped ref Utf8JsonReader reader)
    {
        GeminiErrorDetails found = default;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return found;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) found = found.With(ref reader);
            else reader.Skip();
        }

        return found;
    }

    private GeminiErrorDetails With(scoped ref Utf8JsonReader reader)
    {
        var (isBadKey, wait) = this;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "reason") isBadKey |= GeminiJson.ReadWord(ref reader, MaxWord) == BadKey;
            else if (name is "retryDelay") wait = ParseDelay(GeminiJson.ReadWord(ref reader, MaxWord)) ?? wait;
            else reader.Skip();
        }

        return new(isBadKey, wait);
    }

    // A duration in protobuf's JSON: 30s, 3.5s, 36.429760048s.
    private static TimeSpan? ParseDelay(string? text) =>
        text is [.. var number, 's']
        && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
