using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>A caller's body while it is read, with what compatible servers added to the dialect.</summary>
/// <param name="bytes">The body.</param>
/// <param name="conversation">What is made of it.</param>
internal sealed class ChatRequestBody(ReadOnlyMemory<byte> bytes, Conversation conversation) : RequestBody(bytes, conversation)
{
    /// <summary>Reads where the prompt is to be cached up to, as OpenRouter's and LiteLLM's callers say it.</summary>
    public CacheMark? ReadCache(scoped ref Utf8JsonReader reader, string path)
    {
        if (!IsObject(ref reader, path)) return null;
        string? ttl = null;
        while (TryNext(ref reader, out var name))
        {
            if (name == "ttl") ttl = ReadText(ref reader, $"{path}.ttl");
            else reader.Skip();
        }

        return new CacheMark(ttl);
    }
}
