using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Says an answer as the chunks of a chat completion, each of which has all that strict clients ask for.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the answer began, in seconds since 1970.</param>
/// <param name="usageAsked">Whether the caller asks for the chunk with the usage.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class ChatStreamWriter(string id, string model, long created, bool usageAsked)
    : ChoicesWriter<ChatStreamChoice>(id, model), IAnswerWriter
{
    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());
    private long? _created;

    /// <inheritdoc/>
    public override void End()
    {
        if (usageAsked && Usage is { } usage)
        {
            Output.Write(_head.WrittenSpan);
            Output.Write("\"choices\":[],\"usage\":"u8);
            _json.Reset(Output);
            ChatUsageWriter.Write(_json, usage);
            _json.Flush();
            Output.Write("}\n\n"u8);
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is numbered; of what all chunks have, id and model are known.</remarks>
    public void Adopt(ReadOnlySpan<byte> data)
    {
        if (_created is not null || !JsonMembers.Find(data, "created"u8, out var value)) return;
        _created = Utf8Parser.TryParse(value, out long time, out var read) && read == value.Length ? time : created;
        OnHead();
    }

    /// <inheritdoc/>
    protected override ChatStreamChoice CreateChoice(int index)
    {
        var choice = new ChatStreamChoice(index, Output, _head, _json);
        choice.Begin();
        return choice;
    }

    /// <inheritdoc/>
    protected override void OnHead()
    {
        _head.ResetWrittenCount();
        _head.Write("data: "u8);
        _json.Reset(_head);
        _json.WriteStartObject();
        _json.WriteString("id"u8, Id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, _created ?? created);
        _json.WriteString("model"u8, Model);
        if (Tier is not null) _json.WriteString("service_tier"u8, Tier);
        _json.Flush();
        _head.Write(","u8);
    }
}
