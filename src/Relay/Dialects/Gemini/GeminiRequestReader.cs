using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.Gemini;

/// <summary>Understands the body of <c>generateContent</c> and <c>streamGenerateContent</c>.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#request-body</remarks>
internal sealed class GeminiRequestReader : IRequestReader
{
    /// <inheritdoc/>
    public Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream)
    {
        var conversation = new Conversation { Model = model, Stream = stream, UsageAsked = true };
        var request = new GeminiRequestBody(body, conversation);
        if (request.Read((scoped ref Utf8JsonReader reader) => ReadMembers(ref reader, request)) is { } notJson) return notJson;
        if (request.Failure is { } failure) return failure;
        if (conversation.Messages.TrueForAll(static message => message.Role == Role.System))
        {
            return new Failure(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.MissingField,
                "The field contents is missing or empty. It holds what the user says.")
            {
                Param = "contents",
            };
        }

        return conversation;
    }

    private static void ReadMembers(scoped ref Utf8JsonReader reader, GeminiRequestBody request)
    {
        var contents = new GeminiContents(request);
        var tools = new GeminiTools(request);
        var config = new GeminiConfig(request);
        Message? system = null;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "contents": contents.Read(ref reader); break;
                case "systemInstruction": system = contents.ReadSystem(ref reader) ?? system; break;
                case "tools": tools.Read(ref reader); break;
                case "toolConfig": tools.ReadConfig(ref reader); break;
                case "generationConfig": config.Read(ref reader); break;
                case "serviceTier":
                    request.Conversation.ServiceTier = request.ReadText(ref reader, "serviceTier")?.ToLowerInvariant();
                    break;
                case "labels":
                    if (request.IsObject(ref reader, "labels")) request.Conversation.Metadata = request.Slice(ref reader);
                    break;
                // The model is in the path, and what the path says counts.
                case "model": reader.Skip(); break;
                // What is cached is a part of the prompt, and only its provider has it.
                case "cachedContent": request.Lose(ref reader, "", name, changesMeaning: true); break;
                default: request.Lose(ref reader, "", name); break;
            }
        }

        if (system is not null) request.Conversation.Messages.Insert(0, system);
        config.Finish();
    }
}
