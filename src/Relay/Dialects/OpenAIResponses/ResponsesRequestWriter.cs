using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Says a conversation as the body of a response's creation. The provider is to keep nothing of it.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create</remarks>
internal sealed class ResponsesRequestWriter : IRequestWriter
{
    /// <inheritdoc/>
    public void Write(Conversation conversation, string model, IBufferWriter<byte> output)
    {
        conversation.LoseCitations();
        using var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        new ResponsesInputWriter(json, conversation).Write();
        new ResponsesToolsWriter(json, conversation).Write();
        new ResponsesOptionsWriter(json, conversation, ResponsesRequestModel.Of(model)).Write();
        json.WriteBoolean("store"u8, false);
        if (conversation.Stream) json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
    }
}
