using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Says a conversation as the body of <c>generateContent</c>. The model and the stream are in the path.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#request-body</remarks>
/// <param name="tierIsHeader">Whether the class of service goes in a header (Vertex AI), where the body cannot say it.</param>
internal sealed class GeminiRequestWriter(bool tierIsHeader = false) : IRequestWriter
{
    /// <inheritdoc/>
    public void Write(Conversation conversation, string model, IBufferWriter<byte> output)
    {
        var kind = new GeminiModel(model);
        conversation.LoseCitations();
        using var json = DialectJson.CreateWriter(output);
        json.WriteStartObject();
        new GeminiContentsWriter(json, conversation, kind).Write();
        new GeminiToolsWriter(json, conversation).Write();
        new GeminiConfigWriter(json, conversation, kind).Write();
        WriteServiceTier(json, conversation);
        json.WriteEndObject();

        if (conversation.Metadata.Length > 0) conversation.Losses.Add(new("metadata", false));
        if (conversation.EndUser is not null) conversation.Losses.Add(new("user", false));
        if (conversation.CacheKey is not null) conversation.Losses.Add(new("prompt_cache_key", false));
        if (conversation.CacheRetention is not null) conversation.Losses.Add(new("prompt_cache_retention", false));
        if (conversation.Verbosity is not null) conversation.Losses.Add(new("verbosity", false));
    }

    private void WriteServiceTier(Utf8JsonWriter json, Conversation conversation)
    {
        switch (conversation.ServiceTier)
        {
            case "flex" or "priority" or "standard" when tierIsHeader: break;
            case "flex" or "priority" or "standard":
                json.WriteString("serviceTier"u8, conversation.ServiceTier);
                break;
            // Words for what happens when nothing is said.
            case null or "auto" or "default" or "unspecified":
                break;
            default:
                conversation.Losses.Add(new("service_tier", false));
                break;
        }
    }
}
