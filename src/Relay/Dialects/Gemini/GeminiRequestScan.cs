using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects.Gemini;

/// <summary>Reads what a Gemini request says in its path; its body passes as it is, and only has to be JSON.</summary>
/// <remarks>https://ai.google.dev/api/generate-content</remarks>
internal static class GeminiRequestScan
{
    /// <summary>The method whose answer comes whole.</summary>
    public const string Whole = "generateContent";

    /// <summary>The method whose answer comes in pieces.</summary>
    public const string Streamed = ModelPath.Streamed;

    private const int MaxModelLength = 256;

    /// <summary>Reads a request.</summary>
    public static Result<CallRequest> Read(ReadOnlySpan<byte> body, ModelPath path)
    {
        if (path.Verb is not (Whole or Streamed))
            return Invalid(404, FailureCode.NotFound, $"Relay does not have this method of a model; it has {Whole} and {Streamed}.");
        if (path.Model.Length > MaxModelLength)
            return Invalid(400, FailureCode.InvalidField, "The model in the path must have 256 characters at most.");
        var hints = new BodyHints();
        if (FindFault(body, hints) is { } fault) return Invalid(400, FailureCode.InvalidJson, $"The body must be a JSON object, but {fault}.");
        return new CallRequest
        {
            Dialect = Dialect.Gemini,
            Model = path.Model,
            Verb = path.Verb,
            Stream = path.Verb == Streamed,
            AsArray = path.AsArray,
            UsageAsked = true,
            Edits = [],
            Hints = hints,
        };
    }

    private static string? FindFault(ReadOnlySpan<byte> body, BodyHints hints)
    {
        if (body.IsEmpty) return "it is empty";
        try
        {
            var reader = new Utf8JsonReader(body, DialectJson.ReaderOptions);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return "its top level is something else";
            var origin = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var hint = BodyHints.Of(reader.ValueSpan);
                var start = origin + (int)reader.BytesConsumed;
                JsonSkipper.SkipValue(ref reader, body, ref origin);
                if (hint is { } found) hints.Note(found, start, origin + (int)reader.BytesConsumed);
            }

            reader.Read();
            return null;
        }
        catch (JsonException)
        {
            return "it is not well-formed";
        }
    }

    private static Failure Invalid(int status, string code, string message) =>
        new(FailureStage.Ingress, FailureSide.Caller, status, code, message);
}
