using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads the calls of tools in an assistant's message, and the older calls of functions.</summary>
internal sealed class ChatCalls(ChatRequestBody request)
{
    private readonly Dictionary<string, string> _legacyIds = new(StringComparer.Ordinal);
    private int _legacyCalls;

    /// <summary>Reads <c>tool_calls</c>.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<ToolCallPart> calls)
    {
        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.IsObject(ref reader, $"{path}[{i}]")) calls.Add(ReadCall(ref reader, $"{path}[{i}]"));
        }
    }

    /// <summary>Reads <c>function_call</c>, whose result has no more than the name of the function.</summary>
    public void ReadLegacy(scoped ref Utf8JsonReader reader, string path, List<ToolCallPart> calls)
    {
        if (!request.IsObject(ref reader, path)) return;
        var (name, arguments) = ReadTool(ref reader, path, "arguments");
        var id = $"call_function_{_legacyCalls++}";
        _legacyIds[name] = id;
        calls.Add(new ToolCallPart(id, name, arguments) { Path = path });
    }

    /// <summary>The id of the last older call of a function.</summary>
    public string LastLegacyId(string name) => _legacyIds.GetValueOrDefault(name, $"call_function_{name}");

    private ToolCallPart ReadCall(scoped ref Utf8JsonReader reader, string path)
    {
        string? id = null;
        (string Name, string Arguments) tool = ("", "");
        var isCustom = false;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "id": id = request.ReadText(ref reader, at); break;
                case "type": request.ReadText(ref reader, at); break;
                case "index": reader.Skip(); break;
                case "function":
                    if (request.IsObject(ref reader, at)) tool = ReadTool(ref reader, at, "arguments");
                    break;
                case "custom":
                    if (request.IsObject(ref reader, at)) tool = ReadTool(ref reader, at, "input");
                    isCustom = true;
                    break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (id is null) request.RefuseMissing($"{path}.id");
        if (tool.Name.Length == 0) request.RefuseMissing($"{path}.{(isCustom ? "custom" : "function")}.name");
        var (plainId, signature) = SignedId.Split(id ?? "", Dialect.OpenAIChat);
        return new ToolCallPart(plainId, tool.Name, tool.Arguments) { IsCustom = isCustom, Signature = signature, Path = path };
    }

    private (string Name, string Arguments) ReadTool(scoped ref Utf8JsonReader reader, string path, string nameOfArguments)
    {
        string tool = "", arguments = "";
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            if (name == "name") tool = request.ReadText(ref reader, at) ?? "";
            // Some agents keep arguments as the object that they are.
            else if (name == nameOfArguments && reader.TokenType == JsonTokenType.StartObject) arguments = Encoding.UTF8.GetString(request.Slice(ref reader).Span);
            else if (name == nameOfArguments) arguments = request.ReadText(ref reader, at) ?? "";
            else request.Lose(ref reader, path, name);
        }

        return (tool, arguments);
    }
}
