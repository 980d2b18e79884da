using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads calls of tools and their results among the items of the input.</summary>
internal sealed class ResponsesInputCalls(RequestBody request)
{
    private readonly ResponsesInputContent _content = new(request);

    /// <summary>Reads a call.</summary>
    /// <param name="reader">Stands on the item.</param>
    /// <param name="path">The item's path.</param>
    /// <param name="input">
    /// Where its kind has what the tool is given: <c>arguments</c>, <c>input</c> of a custom tool, <c>action</c> of the
    /// local shell.
    /// </param>
    public Message Read(scoped ref Utf8JsonReader reader, string path, string input)
    {
        string? id = null, callId = null, space = null;
        var tool = input == "action" ? ResponsesTools.LocalShell : "";
        var arguments = "";
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            if (name == input) arguments = ReadArguments(ref reader, at, isCustom: input == "input");
            else if (name == "id") id = request.ReadText(ref reader, at);
            else if (name == "call_id") callId = request.ReadText(ref reader, at);
            else if (name == "name") tool = request.ReadText(ref reader, at) ?? "";
            else if (name == "namespace") space = request.ReadText(ref reader, at);
            else if (name is "type" or "status") reader.Skip();
            else request.Lose(ref reader, path, name);
        }

        if (tool.Length == 0) request.RefuseMissing($"{path}.name");
        var (plainId, signature) = SignedId.Split(IdOf(callId, id, path), Dialect.OpenAIResponses);
        return new Message(Role.Assistant)
        {
            Parts =
            {
                new ToolCallPart(plainId, tool, arguments)
                {
                    Namespace = space is "" ? null : space, IsCustom = input == "input", Signature = signature, Path = path,
                },
            },
        };
    }

    /// <summary>Reads a result.</summary>
    public Message ReadResult(scoped ref Utf8JsonReader reader, string path, bool isCustom)
    {
        string? id = null, callId = null;
        var content = new List<Part>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "id": id = request.ReadText(ref reader, at); break;
                case "call_id": callId = request.ReadText(ref reader, at); break;
                case "output": _content.Read(ref reader, at, content); break;
                case "type" or "status" or "name" or "namespace": reader.Skip(); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        var call = SignedId.Split(IdOf(callId, id, path), Dialect.OpenAIResponses).Id;
        return new Message(Role.User) { Parts = { new ToolResultPart(call, content) { IsCustom = isCustom, Path = path } } };
    }

    // The result of a local shell has its call's id under the shorter name.
    private string IdOf(string? callId, string? id, string path)
    {
        if ((callId ?? id) is { Length: > 0 } found) return found;
        request.RefuseMissing($"{path}.call_id");
        return "";
    }

    private string ReadArguments(scoped ref Utf8JsonReader reader, string path, bool isCustom)
    {
        // The action of a shell is an object, and some agents keep arguments as the object that they are.
        if (reader.TokenType == JsonTokenType.StartObject && !isCustom) return Encoding.UTF8.GetString(request.Slice(ref reader).Span);
        return request.ReadText(ref reader, path) ?? "";
    }
}
