using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>How the JSON of requests is read and written here.</summary>
internal static class ResponsesRequestJson
{
    /// <summary>Deep schemas of tools occur; what is deeper than this is hostile.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = PlainJsonEncoder.Instance,
        MaxDepth = 2 * MaxDepth,
        // Property tests hold the form.
        SkipValidation = true,
    };

    /// <summary>How all JSON is read.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Makes a writer into a buffer. It holds nothing that needs to be given back.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, WriterOptions);
}
