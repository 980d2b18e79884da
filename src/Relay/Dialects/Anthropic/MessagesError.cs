using System.Buffers;
using Relay.Failures;

namespace Relay.Dialects.Anthropic;

/// <summary>Errors as callers and providers of Messages write them.</summary>
/// <remarks>https://docs.anthropic.com/en/api/errors</remarks>
internal static class MessagesError
{
    /// <summary>Makes the error body. Beside the type, of which there are few, stands Relay's own code.</summary>
    public static byte[] ToJson(Failure failure)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = DialectJson.CreateWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, TypeOf(failure.Status));
            json.WriteString("message"u8, failure.Message);
            json.WriteString("code"u8, failure.Code);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Makes the event that ends a stream that broke.</summary>
    public static byte[] ToEvent(Failure failure) =>
        [.. "event: error\ndata: "u8, .. failure.Upstream is { } upstream ? upstream.Body.Span : ToJson(failure), .. "\n\n"u8];

    /// <summary>Finds <c>error.type</c> in an error body, which has the place and form that OpenAI's has.</summary>
    /// <returns>False when the body is not a JSON object; the code is null when it names none.</returns>
    public static bool TryReadBody(ReadOnlySpan<byte> body, out string? code) => ErrorBody.TryRead(body, out code);

    private static ReadOnlySpan<byte> TypeOf(int status) => status switch
    {
        401 => "authentication_error"u8,
        402 => "billing_error"u8,
        403 => "permission_error"u8,
        404 => "not_found_error"u8,
        413 => "request_too_large"u8,
        429 => "rate_limit_error"u8,
        504 => "timeout_error"u8,
        503 or 529 => "overloaded_error"u8,
        >= 500 => "api_error"u8,
        _ => "invalid_request_error"u8,
    };
}
