using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Understands the body of a call of Messages, of the versions 2023-06-01 and 2026-10-21.</summary>
/// <remarks>https://docs.anthropic.com/en/api/messages</remarks>
internal sealed class MessagesRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        var conversation = new Conversation { Model = model, Stream = stream, UsageAsked = true };
        var request = new RequestBody(body, conversation);
        if (request.Read((scoped ref Utf8JsonReader reader) => ReadMembers(ref reader, request)) is { } notJson) return notJson;
        if (request.Failure is { } failure) return failure;
        return conversation;
    }

    private static void ReadMembers(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        var turns = new MessagesTurns(request);
        var tools = new MessagesTools(request);
        var options = new MessagesOptions(request);
        CacheMark? cache = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "messages": turns.Read(ref reader); break;
                case "system": turns.ReadSystem(ref reader); break;
                case "tools": tools.Read(ref reader); break;
                case "tool_choice": tools.ReadChoice(ref reader); break;
                case "cache_control": cache = MessagesBlocks.ReadCache(ref reader, request, name); break;
                // Both were read before, by the scan.
                case "model" or "stream": reader.Skip(); break;
                default: options.Read(ref reader, name); break;
            }
        }

        options.Finish();
        turns.Finish(cache);
    }
}
