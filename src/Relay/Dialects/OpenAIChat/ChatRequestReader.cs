using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Understands the body of a chat completion.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create</remarks>
internal sealed class ChatRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        if (body.IsEmpty) return NotJson("it is empty");
        var conversation = new Conversation { Model = model, Stream = stream };
        var request = new ChatRequestBody(body, conversation);
        var options = new ChatOptions(request);
        try
        {
            var reader = DialectJson.ReaderOn(body.Span);
            if (reader.TokenType != JsonTokenType.StartObject) return NotJson("its top level is something else");
            ReadMembers(ref reader, request, options);
            // Reads what may follow the object, so that anything but white space is found.
            reader.Read();
        }
        catch (JsonException e)
        {
            // The position helps; the message of the reader would quote the body.
            return NotJson($"it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it");
        }

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

    private static Failure NotJson(string why) =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidJson,
            $"The body must be a JSON object, but {why}.");
}
