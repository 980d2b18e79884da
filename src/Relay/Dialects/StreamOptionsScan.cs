using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects;

/// <summary>Reads <c>stream_options</c>, and finds what to splice there so that the provider tells the usage.</summary>
/// <remarks>
/// Only chat has to be asked for usage: https://platform.openai.com/docs/api-reference/chat/create (stream_options)
/// </remarks>
internal static class StreamOptionsScan
{
    /// <summary>The whole member with a comma, for a body that has none.</summary>
    public static readonly byte[] Member = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();

    private static readonly byte[] WholeObject = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] IncludeUsage = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] IncludeUsageAndComma = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>Reads the value.</summary>
    /// <param name="reader">Stands on the value, and is left at its end.</param>
    /// <param name="origin">Where in the body the reader began.</param>
    /// <param name="edits">Gets what makes the value ask for usage.</param>
    /// <param name="asked">Whether it asks already.</param>
    /// <returns>Null when it can be used.</returns>
    public static Failure? Read(ref Utf8JsonReader reader, int origin, List<JsonEdit> edits, out bool asked)
    {
        asked = false;
        if (reader.TokenType == JsonTokenType.Null)
        {
            edits.Add(new(origin + (int)reader.TokenStartIndex, "null"u8.Length, WholeObject));
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return BodyScan.Invalid("stream_options", FailureCode.InvalidField, "The field stream_options must be an object.");
        }

        var inside = origin + (int)reader.BytesConsumed;
        var members = 0;
        var named = false;
        var isText = true;
        for (reader.Read(); reader.TokenType != JsonTokenType.EndObject; reader.Read(), members++)
        {
            if (!JsonText.IsText(ref reader)) isText = false;
            var isIncludeUsage = isText && reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            var start = origin + (int)reader.TokenStartIndex;
            var isTrue = reader.TokenType == JsonTokenType.True;
            reader.Skip();
            if (!isIncludeUsage) continue;
            named = true;
            asked = isTrue;
            if (!isTrue) edits.Add(new(start, origin + (int)reader.BytesConsumed - start, True));
        }

        if (!named) edits.Add(new(inside, 0, members == 0 ? IncludeUsage : IncludeUsageAndComma));
        return isText ? null : BodyScan.NotText();
    }
}
