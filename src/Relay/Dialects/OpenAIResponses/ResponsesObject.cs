using System.Text.Json;
using Relay.Failures;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Writes the response object. It has all that the types of the official SDKs promise, but of the request it repeats
/// nothing: tools, instructions, metadata and sampling have the values of a request without them.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="model">The model that runs.</param>
/// <param name="created">When the call came, in seconds since 1970 UTC.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object</remarks>
internal readonly struct ResponsesObject(string id, string model, long created)
{
    /// <summary>The class of service; null while, or when, it is not known.</summary>
    public string? Tier { get; init; }

    /// <summary>The same, begun at another time.</summary>
    /// <param name="began">In seconds since 1970 UTC.</param>
    public ResponsesObject At(long began) => new(id, model, began) { Tier = Tier };

    /// <summary>Writes it while the answer is made.</summary>
    public void WriteBegun(Utf8JsonWriter json) => Write(json, "in_progress"u8, default, null, default, null);

    /// <summary>Writes it when the answer is whole.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="incomplete">Why it is incomplete; empty when it is complete.</param>
    /// <param name="output">Its items, commas between them.</param>
    /// <param name="usage">What was used.</param>
    public void WriteEnded(Utf8JsonWriter json, ReadOnlySpan<byte> incomplete, ReadOnlySpan<byte> output, in Usage usage) =>
        Write(json, incomplete.IsEmpty ? "completed"u8 : "incomplete"u8, incomplete, null, output, usage);

    /// <summary>Writes it when the answer broke off.</summary>
    public void WriteFailed(Utf8JsonWriter json, Failure failure, ReadOnlySpan<byte> output, Usage? usage) =>
        Write(json, "failed"u8, default, failure, output, usage);

    private void Write(
        Utf8JsonWriter json, ReadOnlySpan<byte> status, ReadOnlySpan<byte> incomplete, Failure? failure, ReadOnlySpan<byte> output, Usage? usage)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, created);
        json.WriteString("status"u8, status);
        json.WritePropertyName("error"u8);
        if (failure is null) json.WriteNullValue();
        else ResponsesError.Write(json, failure);
        json.WritePropertyName("incomplete_details"u8);
        if (incomplete.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, incomplete);
            json.WriteEndObject();
        }

        json.WriteNull("instructions"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("output"u8);
        if (!output.IsEmpty) json.WriteRawValue(output, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNull("previous_response_id"u8);
        if (Tier is not null) json.WriteString("service_tier"u8, Tier);
        // Nothing is kept that could be asked for again.
        json.WriteBoolean("store"u8, false);
        json.WriteNull("temperature"u8);
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
        json.WriteNull("top_p"u8);
        json.WritePropertyName("usage"u8);
        if (usage is { } used) ResponsesUsage.Write(json, used);
        else json.WriteNullValue();
        json.WriteEndObject();
    }
}
