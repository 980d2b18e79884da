using System.Text.Json;
using Relay.Dialects.Operations;
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

    /// <summary>Reads a request.</summary>
    public static Result<CallRequest> Read(ReadOnlySpan<byte> body, ModelPath path)
    {
        if (path.Verb is not (Whole or Streamed))
            return GeminiScan.Invalid(404, FailureCode.NotFound,
                $"Relay does not have this method of a model; it has {Whole}, {Streamed}, {string.Join(", ", OperationCatalogue.PathsOf(Dialect.Gemini))}.");
        var hints = new BodyHints();
        if (GeminiScan.Read(path, body, hints, ReadMembers) is { } failure) return failure;
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

    private static string? ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, BodyHints hints)
    {
        var origin = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var hint = BodyHints.Of(reader.ValueSpan);
            var start = origin + (int)reader.BytesConsumed;
            JsonSkipper.SkipValue(ref reader, body, ref origin);
            if (hint is { } found) hints.Note(found, start, origin + (int)reader.BytesConsumed);
        }

        return null;
    }
}
