using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads reasoning among the items of the input.</summary>
internal sealed class ResponsesInputThoughts(RequestBody request)
{
    /// <summary>Reads the object that the reader stands on.</summary>
    public Message? Read(scoped ref Utf8JsonReader reader, string path)
    {
        string summary = "", content = "";
        string? seal = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "summary": summary = ReadTexts(ref reader, at, "\n\n"); break;
                case "content": content = ReadTexts(ref reader, at, ""); break;
                case "encrypted_content": seal = request.ReadText(ref reader, at); break;
                case "type" or "id" or "status": reader.Skip(); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        // What the model thought is more than what was said of it.
        var text = content.Length > 0 ? content : summary;
        var signature = seal is { Length: > 0 } ? Signature.Unpack(seal, Dialect.OpenAIResponses) : null;
        if (text.Length > 0 || signature is not null)
            return new Message(Role.Assistant) { Parts = { new ReasoningPart(text) { Signature = signature, Path = path } } };

        // No more than the name of thoughts that its provider keeps, and no answer rests on them.
        request.Lose(path, changesMeaning: false);
        return null;
    }

    private string ReadTexts(scoped ref Utf8JsonReader reader, string path, string between)
    {
        if (!request.IsArray(ref reader, path)) return "";
        var all = new StringBuilder();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (!request.IsObject(ref reader, $"{path}[{i}]")) continue;
            if (all.Length > 0) all.Append(between);
            while (RequestBody.TryNext(ref reader, out var name))
            {
                if (name == "text") all.Append(request.ReadText(ref reader, $"{path}[{i}].text"));
                else reader.Skip();
            }
        }

        return all.ToString();
    }
}
