using System.Buffers;
using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Errors as callers and providers of Responses write them.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming/error</remarks>
internal static class ResponsesError
{
    /// <summary>
    /// Makes the event that ends a stream of which no more is known. It says the error twice, in an object as the API
    /// itself and beside its type as the documentation has it: SDKs read the one or the other.
    /// </summary>
    public static byte[] ToEvent(Failure failure)
    {
        var output = new ArrayBufferWriter<byte>(512);
        if (failure.Upstream is { } upstream && TryReadType(upstream.Body.Span, out var isFailed))
        {
            output.Write(isFailed ? "event: response.failed\ndata: "u8 : "event: error\ndata: "u8);
            WriteLine(output, upstream.Body.Span);
            output.Write("\n\n"u8);
            return output.WrittenSpan.ToArray();
        }

        output.Write("event: error\ndata: "u8);
        var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        // AI SDK takes no event without one, and nobody checks which: a stream that passes through has no other number.
        json.WriteNumber("sequence_number"u8, 0);
        var (code, message) = (CodeOf(failure), MessageOf(failure));
        WriteMembers(json, code, message, failure);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, TypeOf(failure.Status));
        WriteMembers(json, code, message, failure);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the <c>error</c> of a response object.</summary>
    public static void Write(Utf8JsonWriter json, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, CodeOf(failure));
        json.WriteString("message"u8, MessageOf(failure));
        json.WriteString("reason"u8, failure.Code);
        json.WriteEndObject();
    }

    /// <summary>Reads the code of an error, or of an event that is one.</summary>
    /// <returns>Null when it names none; never message text, which may quote a prompt.</returns>
    /// <param name="error">A well-formed value, or nothing.</param>
    public static string? ReadCode(ReadOnlySpan<byte> error)
    {
        if (error.IsEmpty) return null;
        try
        {
            var reader = DialectJson.ReaderOn(error);
            // The type of the event is no code.
            return ErrorBody.ReadCode(ref reader) is { } code && code != "error" ? code : null;
        }
        catch (InvalidOperationException)
        {
            // This is how a name with half of a surrogate pair is met.
            return null;
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, string code, string message, Failure failure)
    {
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteString("param"u8, failure.Param);
    }

    private static ReadOnlySpan<byte> TypeOf(int status) =>
        status == 429 ? "rate_limit_error"u8 : status >= 500 ? "server_error"u8 : "invalid_request_error"u8;

    // Agents decide by the code whether they try again: Codex does for these two, and for what it does not know, but never
    // for an overload in the API's own word.
    private static string CodeOf(Failure failure) => failure switch
    {
        { Status: 429 } or { Code: "rate_limit_error" or "RESOURCE_EXHAUSTED" } => "rate_limit_exceeded",
        { Upstream: null, Status: >= 500 } or { Code: FailureCode.UpstreamError or "overloaded_error" or "api_error" } => "server_error",
        _ => failure.Code,
    };

    // Of a provider of another dialect the body holds the words, in the caller's form.
    private static string MessageOf(Failure failure) =>
        (failure.Upstream is { } upstream ? ErrorBody.ReadMessage(upstream.Body.Span) : null) ?? failure.Message;

    private static bool TryReadType(ReadOnlySpan<byte> body, out bool isFailed)
    {
        isFailed = false;
        try
        {
            if (!ResponsesEvent.TryRead(body, out var read)) return false;
            isFailed = read.Type == ResponsesEventType.Failed;
            return read.IsTyped && read.Kind == AnswerEventKind.Error;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A line break would end the event; in strings there can be none but escaped.
    private static void WriteLine(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var line = output.GetSpan(json.Length)[..json.Length];
        json.Replace(line, (byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
    }
}
