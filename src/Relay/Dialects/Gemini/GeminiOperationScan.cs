using System.Text.Json;
using Relay.Dialects.Operations;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Reads a request for one of Gemini's operations. Its body may repeat the path's model, as <c>models/…</c>, beside the
/// content, in each of <c>requests</c> and in <c>generateContentRequest</c>: there the target's name is spliced.
/// </summary>
/// <remarks>https://ai.google.dev/api/embeddings, https://ai.google.dev/api/tokens</remarks>
internal static class GeminiOperationScan
{
    /// <summary>Reads a request.</summary>
    public static Result<CallRequest> Read(ReadOnlySpan<byte> body, ModelPath path, Operation operation)
    {
        var edits = new List<JsonEdit>();
        if (GeminiScan.Read(path, body, edits, ReadMembers) is { } failure) return failure;
        return new CallRequest
        {
            Dialect = Dialect.Gemini,
            Operation = operation,
            Model = path.Model,
            Verb = path.Verb,
            Stream = false,
            UsageAsked = true,
            Edits = edits,
        };
    }

    private static string? ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, List<JsonEdit> edits) =>
        ReadObject(ref reader, edits, isTop: true) ? null : "a name or a model in it is not text";

    private static bool ReadObject(ref Utf8JsonReader reader, List<JsonEdit> edits, bool isTop)
    {
        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            good &= JsonText.IsText(ref reader);
            if (!good)
            {
                reader.Skip();
                continue;
            }

            var isModel = reader.ValueTextEquals("model"u8);
            var goesDown = isTop && (reader.ValueTextEquals("requests"u8) || reader.ValueTextEquals("generateContentRequest"u8)
                || reader.ValueTextEquals("generate_content_request"u8));
            reader.Read();
            if (isModel && reader.TokenType == JsonTokenType.String)
                edits.Add(new((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex), null));
            else if (isModel) good &= reader.TokenType == JsonTokenType.Null;
            else if (goesDown && reader.TokenType == JsonTokenType.StartObject) good &= ReadObject(ref reader, edits, isTop: false);
            else if (goesDown && reader.TokenType == JsonTokenType.StartArray) good &= ReadList(ref reader, edits);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        }

        return good;
    }

    private static bool ReadList(ref Utf8JsonReader reader, List<JsonEdit> edits)
    {
        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) good &= ReadObject(ref reader, edits, isTop: false);
            else reader.Skip();
        }

        return good;
    }
}
