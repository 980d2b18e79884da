using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects.Gemini;

/// <summary>Errors as Gemini's callers and Gemini write them: <c>{"error":{"code","message","status","details"}}</c>.</summary>
/// <remarks>https://cloud.google.com/apis/design/errors</remarks>
internal static class GeminiError
{
    private const int MaxCodeLength = 128;

    /// <summary>
    /// Reads <c>error.status</c>, else <c>error.code</c>, of the error value that the reader stands on; of a bad key, which has
    /// the status of a bad request, the reason. And when it is to be tried again.
    /// </summary>
    /// <returns>A code that is null when there is none; never message text, which may quote a prompt.</returns>
    public static (string? Code, TimeSpan? RetryAfter) Read(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        string? code = null, status = null;
        GeminiErrorDetails details = default;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "status") status = Text(ref reader);
            else if (name is "code") code = Text(ref reader);
            else if (name is "details") details = GeminiErrorDetails.Read(ref reader);
            else reader.Skip();
        }

        return (details.IsBadKey ? GeminiErrorDetails.BadKey : status ?? code, details.RetryAfter);
    }

    /// <summary>Finds the code in an error body, which a stream that was asked for as an array has in an array.</summary>
    /// <returns>False when the body is neither; the code is null when it names none, and so is the time when it wants to be asked again.</returns>
    public static bool TryReadBody(ReadOnlySpan<byte> body, out string? code, out TimeSpan? retryAfter)
    {
        code = null;
        retryAfter = null;
        body = body.Trim(" \t\r\n"u8);
        if (body is [(byte)'[', .., (byte)']']) body = body[1..^1];
        if (!GeminiChunk.TryRead(body, out var chunk)) return false;
        (code, retryAfter) = (chunk.ErrorCode, chunk.RetryAfter);
        return true;
    }

    /// <summary>Makes the error body.</summary>
    public static byte[] ToJson(Failure failure)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = DialectJson.CreateWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, failure.Status);
            json.WriteString("message"u8, failure.Message);
            json.WriteString("status"u8, StatusOf(failure.Status));
            json.WriteStartArray("details"u8);
            WriteInfo(json, failure);
            if (failure.Param is not null || failure.Details.Count > 0) WriteViolations(json, failure);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Makes the event that ends a stream that broke.</summary>
    public static byte[] ToEvent(Failure failure) => [.. "data: "u8, .. BodyOf(failure), .. "\r\n\r\n"u8];

    /// <summary>Makes the last element of a stream in the form of an array, with the array's end.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="isFirst">Whether nothing of the array was sent.</param>
    public static byte[] ToLastElement(Failure failure, bool isFirst) =>
        [.. isFirst ? "["u8 : ",\r\n"u8, .. BodyOf(failure), (byte)']'];

    private static ReadOnlySpan<byte> BodyOf(Failure failure) =>
        failure.Upstream is { } upstream ? upstream.Body.Span : ToJson(failure);

    // The status has few words; what happened stands here, where Google puts it too.
    private static void WriteInfo(Utf8JsonWriter json, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
        json.WriteString("reason"u8, failure.Code);
        json.WriteString("domain"u8, "relay"u8);
        json.WriteEndObject();
    }

    private static void WriteViolations(Utf8JsonWriter json, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.BadRequest"u8);
        json.WriteStartArray("fieldViolations"u8);
        if (failure.Param is { } param) WriteViolation(json, param, failure.Message);
        foreach (var detail in failure.Details) WriteViolation(json, detail.Path, detail.Message);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteViolation(Utf8JsonWriter json, string field, string description)
    {
        json.WriteStartObject();
        json.WriteString("field"u8, field);
        json.WriteString("description"u8, description);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> StatusOf(int status) => status switch
    {
        400 or 413 or 415 => "INVALID_ARGUMENT"u8,
        401 => "UNAUTHENTICATED"u8,
        403 => "PERMISSION_DENIED"u8,
        404 => "NOT_FOUND"u8,
        409 => "ABORTED"u8,
        429 => "RESOURCE_EXHAUSTED"u8,
        499 => "CANCELLED"u8,
        501 => "UNIMPLEMENTED"u8,
        502 or 503 or 529 => "UNAVAILABLE"u8,
        504 => "DEADLINE_EXCEEDED"u8,
        >= 500 => "INTERNAL"u8,
        _ => "FAILED_PRECONDITION"u8,
    };

    private static string? Text(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return Encoding.UTF8.GetString(reader.ValueSpan);
        var text = GeminiJson.ReadWord(ref reader, MaxCodeLength);
        return text is not null && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/')
            ? text
            : null;
    }
}
