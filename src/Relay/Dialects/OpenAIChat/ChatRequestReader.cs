using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Understands the body of a chat completion.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create</remarks>
internal sealed class ChatRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        var conversation = new Conversation { Model = model, Stream = stream };
        var request = new ChatRequestBody(body, conversation);
        var options = new ChatOptions(request);
        if (request.Read((scoped ref Utf8JsonReader reader) => ReadMembers(ref reader, request, options)) is { } notJson) return notJson;
        if (conversation.Messages.Count == 0) request.RefuseMissing("messages");
        return request.Failure is { } failure ? failure : options.Finish();
    }

    private static void ReadMembers(scoped ref Utf8JsonReader reader, ChatRequestBody request, ChatOptions options)
    {
        var messages = new ChatMessages(request);
        var tools = new ChatTools(request);
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                // What the scan of the top level found counts.
                case "model" or "stream": reader.Skip(); break;
                case "messages": messages.Read(ref reader); break;
                case "tools": tools.Read(ref reader); break;
                case "functions": tools.ReadFunctions(ref reader); break;
                case "tool_choice": ChatToolChoice.Read(ref reader, request); break;
                case "function_call": ChatToolChoice.ReadLegacy(ref reader, request); break;
                case "web_search_options": tools.ReadWebSearch(ref reader); break;
                default: options.Read(ref reader, name); break;
            }
        }
    }
}
