using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Says an answer as one chat completion.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the answer began, in seconds since 1970.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/object</remarks>
internal sealed class ChatJsonWriter(string id, string model, long created) : ChoicesWriter<ChatJsonChoice>(id, model)
{
    /// <inheritdoc/>
    public override void End()
    {
        using var json = DialectJson.CreateWriter(Output);
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, Model);
        json.WriteStartArray("choices"u8);
        foreach (var choice in Choices) choice.Write(json);
        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        ChatUsageWriter.Write(json, Usage ?? default);
        if (Tier is not null) json.WriteString("service_tier"u8, Tier);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override ChatJsonChoice CreateChoice(int index) => new(index);
}
