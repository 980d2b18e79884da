using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.Anthropic;

/// <summary>Understands the body of a call of Messages, of the versions 2023-06-01 and 2026-10-21.</summary>
/// <remarks>https://docs.anthropic.com/en/api/messages</remarks>
internal sealed class MessagesRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        if (body.IsEmpty) return NotJson("it is empty");
        var conversation = new Conversation { Model = model, Stream = stream, UsageAsked = true };
        var request = new RequestBody(body, conversation);
        try
        {
            var reader = DialectJson.ReaderOn(body.Span);
            if (reader.TokenType != JsonTokenType.StartObject) return NotJson("its top level is something else");
            ReadMembers(ref reader, request);
            // Reads what may follow the object, so that anything but white space is found.
            reader.Read();
        }
        catch (JsonException e)
        {
            // The position helps; the message of the reader would quote the body.
            return NotJson($"it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it");
        }

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

    private static Failure NotJson(string why) => new(
        FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidJson, $"The body must be a JSON object, but {why}.");
}
