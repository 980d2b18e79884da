using System.Text;
using System.Text.Json;

namespace Relay.Dialects;

/// <summary>Media as both of OpenAI's dialects write them.</summary>
internal static class OpenAIMedia
{
    /// <summary>Writes base64 as an address of data, a value.</summary>
    public static void WriteData(Utf8JsonWriter json, string mediaType, ReadOnlySpan<byte> base64)
    {
        // All in UTF-8: segments of both encodings do not make one text.
        json.WriteStringValueSegment(Encoding.UTF8.GetBytes($"data:{mediaType};base64,"), isFinalSegment: false);
        json.WriteStringValueSegment(base64, isFinalSegment: true);
    }

    /// <summary>The word for the format of sound.</summary>
    public static string FormatOf(string? mediaType) => mediaType switch
    {
        null or "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        "audio/mpeg" or "audio/mp3" => "mp3",
        _ => mediaType[(mediaType.IndexOf('/') + 1)..],
    };

    /// <summary>The type of an image by its first bytes, for callers that leave it out.</summary>
    public static string TypeOf(ReadOnlySpan<byte> base64) =>
        base64.StartsWith("/9j/"u8) ? "image/jpeg"
        : base64.StartsWith("R0lG"u8) ? "image/gif"
        : base64.StartsWith("UklG"u8) ? "image/webp"
        : "image/png";
}
