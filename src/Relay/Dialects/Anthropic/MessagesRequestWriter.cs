using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Says a conversation as the body of a call of Messages.</summary>
/// <remarks>https://docs.anthropic.com/en/api/messages</remarks>
internal sealed class MessagesRequestWriter : IRequestWriter
{
    /// <inheritdoc/>
    public void Write(Conversation conversation, string model, IBufferWriter<byte> output)
    {
        var kind = new MessagesModel(model);
        MessagesAnswerTool.Exchange(conversation, kind);
        var turns = MessagesTurnList.Of(conversation, kind);
        var marks = new MessagesCacheMarks(conversation, turns);
        var options = new MessagesOptionsWriter(conversation, kind, turns);

        var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteNumber("max_tokens"u8, options.MaxTokens);
        // Callers of providers that cache by themselves say so by naming what to keep the cache by, or for how long.
        if ((conversation.CacheKey ?? conversation.CacheRetention) is not null && !marks.Any)
            MessagesCacheMarks.WriteDefault(json, isLong: conversation.CacheRetention == "24h");
        // The order in which the provider reads and caches them, so that marks are counted as it counts them.
        new MessagesToolsWriter(json, conversation, kind, marks).Write();
        new MessagesTurnsWriter(json, conversation, turns, marks).Write();
        options.Write(json);
        if (conversation.Stream) json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
        json.Flush();

        if (conversation.Metadata.Length > 0) conversation.Losses.Add(new("metadata", false));
        if (conversation.Verbosity is not null) conversation.Losses.Add(new("verbosity", false));
    }
}
