using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>The text of a custom tool where the provider knows functions only: the one text of an object.</summary>
internal static class ChatCustomInput
{
    private const string Name = "input";

    /// <summary>The schema of such a function.</summary>
    public static ReadOnlySpan<byte> Schema =>
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}"""u8;

    /// <summary>Wraps a text.</summary>
    public static byte[] Wrap(string text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        using var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        json.WriteString(Name, text);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes the text out; arguments of another shape are left as they are.</summary>
    public static void Unwrap(ReadOnlySpan<byte> arguments, ArrayBufferWriter<byte> output)
    {
        try
        {
            var reader = DialectJson.ReaderOn(arguments);
            if (reader.TokenType == JsonTokenType.StartObject && ChatRequestBody.TryNext(ref reader, out var name)
                && name == Name && reader.TokenType == JsonTokenType.String)
            {
                JsonString.Read(ref reader, output);
                return;
            }
        }
        catch (JsonException)
        {
            // The model did not keep to the schema; the tool says so better than a gateway can.
        }

        output.ResetWrittenCount();
        output.Write(arguments);
    }
}
