using System.Buffers.Text;
using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>The usage of an answer.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object#responses-object-usage</remarks>
internal static class ResponsesUsage
{
    /// <summary>Reads the object.</summary>
    /// <returns>Null when it is none. What the provider left out is null, what it says is zero is zero.</returns>
    public static Usage? Read(ReadOnlySpan<byte> value)
    {
        long? input = null, output = null, total = null;
        ReadOnlySpan<byte> inputDetails = default, outputDetails = default;
        var members = new ResponsesMembers(value);
        while (members.MoveNext())
        {
            if (members.Is("input_tokens"u8)) input = Number(members.Value);
            else if (members.Is("output_tokens"u8)) output = Number(members.Value);
            else if (members.Is("total_tokens"u8)) total = Number(members.Value);
            else if (members.Is("input_tokens_details"u8)) inputDetails = members.Value;
            else if (members.Is("output_tokens_details"u8)) outputDetails = members.Value;
        }

        if (!members.IsObject) return null;
        var reasoning = Detail(outputDetails, "reasoning_tokens"u8);
        // xAI counts reasoning beside the output with some models, not in it; the total tells.
        if (reasoning > 0 && total == input + output + reasoning) output += reasoning;
        return new Usage
        {
            Input = input,
            CachedInput = Detail(inputDetails, "cached_tokens"u8),
            CacheWriteInput = Detail(inputDetails, "cache_write_tokens"u8),
            AudioInput = Detail(inputDetails, "audio_tokens"u8),
            Output = output,
            Reasoning = reasoning,
            AudioOutput = Detail(outputDetails, "audio_tokens"u8),
        };
    }

    /// <summary>
    /// Writes the object. The totals and the parts that the dialect promises are always there, for strict clients break
    /// without them: what is not known is zero. Others are left out where they are not known.
    /// </summary>
    public static void Write(Utf8JsonWriter json, in Usage usage)
    {
        var (input, output) = (usage.Input ?? 0, usage.Output ?? 0);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, input);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CachedInput ?? 0);
        if (usage.CacheWriteInput is { } written) json.WriteNumber("cache_write_tokens"u8, written);
        if (usage.AudioInput is { } heard) json.WriteNumber("audio_tokens"u8, heard);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, output);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning ?? 0);
        if (usage.AudioOutput is { } said) json.WriteNumber("audio_tokens"u8, said);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, input + output);
        json.WriteEndObject();
    }

    private static long? Detail(ReadOnlySpan<byte> details, ReadOnlySpan<byte> name)
    {
        var members = new ResponsesMembers(details);
        while (members.MoveNext())
        {
            if (members.Is(name)) return Number(members.Value);
        }

        return null;
    }

    // Of a number that is less than zero, as of what is none, nothing is known.
    private static long? Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out var length) && length == value.Length && number >= 0 ? number : null;
}
