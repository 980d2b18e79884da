using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads the content of messages and the output of tools: a text, or a list of parts.</summary>
internal sealed class ResponsesInputContent(RequestBody request)
{
    private readonly ResponsesInputMedia _media = new(request);

    /// <summary>Reads the value that the reader stands on; null holds nothing.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        parts.Clear();
        if (reader.TokenType == JsonTokenType.String)
        {
            parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = path });
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null) request.Refuse(path, "a string or a list of parts");
            reader.Skip();
            return;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var at = $"{path}[{i}]";
            if (!request.IsObject(ref reader, at)) continue;
            if (ReadPart(ref reader, at) is { } part) parts.Add(part with { Path = at });
        }
    }

    private Part? ReadPart(scoped ref Utf8JsonReader reader, string path)
    {
        switch (request.Peek(reader, path, "type"))
        {
            case "input_text" or "output_text" or "text" or null:
                return ReadText(ref reader, path, "text") is { } text ? new TextPart(text) : null;
            case "refusal": return ReadText(ref reader, path, "refusal") is { } refusal ? new RefusalPart(refusal) : null;
            case "input_image": return _media.ReadImage(ref reader, path);
            case "input_file": return _media.ReadFile(ref reader, path);
            case "input_audio": return _media.ReadAudio(ref reader, path);
            default:
                // A question without it is another question.
                reader.Skip();
                request.Lose(path, changesMeaning: true);
                return null;
        }
    }

    private string? ReadText(scoped ref Utf8JsonReader reader, string path, string member)
    {
        string? text = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == member) text = request.ReadText(ref reader, $"{path}.{name}");
            else if (name is "type" or "logprobs") reader.Skip();
            else request.Lose(ref reader, path, name);
        }

        if (text is null) request.RefuseMissing($"{path}.{member}");
        return text;
    }
}
