using System.Text;
using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Errors as chat callers and providers write them.</summary>
internal static class ChatError
{
    /// <summary>Codes longer than this are not codes.</summary>
    private const int MaxCodeLength = 128;

    /// <summary>Reads <c>error.code</c>, else <c>error.type</c>, of the error value that the reader stands on.</summary>
    /// <returns>Null when there is neither; never message text, which may quote a prompt.</returns>
    public static string? ReadCode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? code = null, type = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("code"u8)) code = Text(ref reader);
            else if (reader.ValueTextEquals("type"u8)) type = Text(ref reader);
            else reader.Skip();
        }

        return code ?? type;
    }

    /// <summary>Finds the code in an error body.</summary>
    /// <returns>False when the body is not a JSON object; the code is null when it names none.</returns>
    public static bool TryReadBody(ReadOnlySpan<byte> body, out string? code)
    {
        code = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isError) code = ReadCode(ref reader);
                else reader.Skip();
            }

            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Makes the event that ends a stream that broke.</summary>
    public static byte[] ToEvent(Failure failure)
    {
        var json = failure.Upstream is { } upstream ? upstream.Body.Span : ErrorWriter.ToJson(failure);
        var bytes = new byte[json.Length + 8];
        "data: "u8.CopyTo(bytes);
        json.CopyTo(bytes.AsSpan(6));
        "\n\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 2));
        return bytes;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var text))
            return IsCode(text) ? text : null;
        // Some providers give the status as a number here.
        if (reader.TokenType == JsonTokenType.Number) return Encoding.UTF8.GetString(reader.ValueSpan);
        reader.Skip();
        return null;
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= MaxCodeLength
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/');
}
