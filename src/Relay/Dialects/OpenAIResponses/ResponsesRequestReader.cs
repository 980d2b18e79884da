using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Understands the body of a response's creation.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create</remarks>
internal sealed class ResponsesRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        var conversation = new Conversation { Model = model, Stream = stream };
        var request = new RequestBody(body, conversation);
        var tools = new ResponsesTools(request);
        var input = new ResponsesInput(request, tools);
        var options = new ResponsesOptions(request);
        if (request.Read((scoped ref Utf8JsonReader reader) => ReadMembers(ref reader, request, tools, input, options)) is { } notJson) return notJson;
        // What the provider keeps may stand for it, and then that is what is wrong.
        if (conversation.Messages.Count == 0 && !conversation.Losses.Exists(static loss => loss.ChangesMeaning))
            request.RefuseMissing("input");
        if (request.Failure is { } failure) return failure;
        input.Finish();
        return options.Finish();
    }

    private static void ReadMembers(
        scoped ref Utf8JsonReader reader, RequestBody request, ResponsesTools tools, ResponsesInput input, ResponsesOptions options)
    {
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                // What the scan of the top level found counts.
                case "model" or "stream": reader.Skip(); break;
                case "input": input.Read(ref reader); break;
                case "tools": tools.Read(ref reader, "tools", request.Conversation.Tools); break;
                case "tool_choice": ResponsesToolChoice.Read(ref reader, request); break;
                default: options.Read(ref reader, name); break;
            }
        }
    }
}
