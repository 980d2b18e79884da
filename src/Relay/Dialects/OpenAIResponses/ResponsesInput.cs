using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads <c>input</c>: a text, or a list of items.</summary>
/// <param name="request">The body.</param>
/// <param name="tools">Reads tools that come in items.</param>
internal sealed class ResponsesInput(RequestBody request, ResponsesTools tools)
{
    private readonly ResponsesInputMessage _messages = new(request);
    private readonly ResponsesInputCalls _calls = new(request);
    private readonly ResponsesInputThoughts _thoughts = new(request);
    private readonly List<Tool> _tools = [];

    /// <summary>Reads the value that the reader stands on; a second one takes the place of the first.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        var messages = request.Conversation.Messages;
        messages.Clear();
        _tools.Clear();
        if (reader.TokenType == JsonTokenType.String)
        {
            messages.Add(new Message(Role.User) { Parts = { new TextPart(JsonString.Read(ref reader)) { Path = "input" } } });
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null) request.Refuse("input", "a string or a list of items");
            reader.Skip();
            return;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (ReadItem(ref reader, $"input[{i}]") is { } message && !TrySign(messages, message)) messages.Add(message);
        }
    }

    /// <summary>Puts the tools that came in items behind the others. One that is there already keeps its place.</summary>
    public void Finish()
    {
        if (_tools.Count == 0) return;
        var all = request.Conversation.Tools;
        var known = all.Select(static tool => (tool.Kind, tool.Namespace, tool.Name)).ToHashSet();
        all.AddRange(_tools.Where(tool => known.Add((tool.Kind, tool.Namespace, tool.Name))));
    }

    // Gemini seals text, too, and the dialect has a place for seals in thoughts alone: such a one follows as an item without any.
    private static bool TrySign(List<Message> messages, Message item)
    {
        if (item.Parts is not [ReasoningPart { Text: "", Signature: { Dialect: Dialect.Gemini } seal }]) return false;
        if (messages is not [.., { Role: Role.Assistant, Parts: [.., TextPart { Signature: null } text] } last]) return false;
        last.Parts[^1] = text with { Signature = seal };
        return true;
    }

    private Message? ReadItem(scoped ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            request.Refuse(path, "an object");
            reader.Skip();
            return null;
        }

        var type = request.Peek(reader, path, "type");
        switch (type)
        {
            case "message": return _messages.Read(ref reader, path);
            // A message may leave its type out, and so may the reference to an item that the provider keeps.
            case null when !IsReference(reader, path): return _messages.Read(ref reader, path);
            case "function_call": return _calls.Read(ref reader, path, "arguments");
            case "custom_tool_call": return _calls.Read(ref reader, path, "input");
            case "local_shell_call": return _calls.Read(ref reader, path, "action");
            case "function_call_output" or "local_shell_call_output": return _calls.ReadResult(ref reader, path, isCustom: false);
            case "custom_tool_call_output": return _calls.ReadResult(ref reader, path, isCustom: true);
            case "reasoning": return _thoughts.Read(ref reader, path);
            case "image_generation_call": return ReadImage(ref reader, path);
            case "additional_tools" or "tool_search_output":
                ReadTools(ref reader, path);
                return null;
            // What the model looked up by itself; what it said of it follows.
            case "mcp_list_tools":
            case not null when type.EndsWith("_search_call", StringComparison.Ordinal):
                reader.Skip();
                request.Lose(path, changesMeaning: false);
                return null;
            // What is not known here, or is known to its provider alone: references, compacted turns, its own tools.
            default:
                request.Lose(path, changesMeaning: ResponsesUnknownItem.IsMeant(reader, type));
                reader.Skip();
                return null;
        }
    }

    private bool IsReference(Utf8JsonReader reader, string path) =>
        request.Peek(reader, path, "id") is not null && request.Peek(reader, path, "role") is null;

    private void ReadTools(scoped ref Utf8JsonReader reader, string path)
    {
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "tools") tools.Read(ref reader, $"{path}.tools", _tools);
            else if (name is "type" or "id" or "role" or "status" or "call_id" or "execution") reader.Skip();
            else request.Lose(ref reader, path, name);
        }
    }

    // A picture of the model's own, which others are shown as a picture.
    private Message? ReadImage(scoped ref Utf8JsonReader reader, string path)
    {
        ReadOnlyMemory<byte> base64 = default;
        string? format = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "result" && reader.TokenType == JsonTokenType.String) base64 = request.SliceText(ref reader);
            else if (name == "output_format") format = request.ReadText(ref reader, $"{path}.{name}");
            else reader.Skip();
        }

        // Without its bytes it is a reference.
        if (base64.IsEmpty) request.Lose(path, changesMeaning: true);
        return base64.IsEmpty ? null : new Message(Role.Assistant)
        {
            Parts = { new ImagePart(new MediaSource { Base64 = base64, MediaType = $"image/{format ?? "png"}" }, null) { Path = path } },
        };
    }
}
