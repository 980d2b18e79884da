using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>.</summary>
/// <remarks>https://ai.google.dev/api/caching#Tool</remarks>
internal sealed class GeminiTools(GeminiRequestBody request)
{
    /// <summary>Reads the tools.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "tools")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"tools[{i}]";
            if (!request.IsObject(ref reader, path)) continue;
            while (GeminiRequestBody.TryNext(ref reader, out var name)) ReadTool(ref reader, path, name);
        }
    }

    /// <summary>Reads which tools must be called.</summary>
    public void ReadConfig(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsObject(ref reader, "toolConfig")) return;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "functionCallingConfig") ReadCalling(ref reader);
            else request.Lose(ref reader, "toolConfig", name);
        }
    }

    private void ReadTool(scoped ref Utf8JsonReader reader, string path, string name)
    {
        switch (name)
        {
            case "functionDeclarations":
                var at = $"{path}.functionDeclarations";
                if (!request.IsArray(ref reader, at)) break;
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    var functionPath = $"{at}[{i}]";
                    if (request.IsObject(ref reader, functionPath)) ReadFunction(ref reader, functionPath);
                }

                break;
            case "googleSearch" or "googleSearchRetrieval" when reader.TokenType == JsonTokenType.StartObject:
                request.Conversation.Tools.Add(new Tool(ToolKind.WebSearch, "google_search") { Path = $"{path}.{name}" });
                reader.Skip();
                break;
            // What only Google runs. The model does without.
            default:
                request.LoseTools(ref reader, path, name);
                break;
        }
    }

    private void ReadFunction(scoped ref Utf8JsonReader reader, string path)
    {
        string? function = null, description = null;
        ReadOnlyMemory<byte> parameters = default;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "name": function = request.ReadText(ref reader, $"{path}.name"); break;
                case "description": description = request.ReadText(ref reader, $"{path}.description"); break;
                case "parameters":
                    if (request.IsObject(ref reader, $"{path}.parameters"))
                        parameters = GeminiSchema.ToJsonSchema(request.Slice(ref reader).Span);
                    break;
                case "parametersJsonSchema":
                    if (request.IsObject(ref reader, $"{path}.parametersJsonSchema")) parameters = request.Slice(ref reader);
                    break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (string.IsNullOrEmpty(function)) request.Refuse($"{path}.name", "the name of a function");
        request.Conversation.Tools.Add(
            new Tool(ToolKind.Function, function ?? "") { Description = description, Parameters = parameters, Path = path });
    }

    private void ReadCalling(scoped ref Utf8JsonReader reader)
    {
        const string Path = "toolConfig.functionCallingConfig";
        if (!request.IsObject(ref reader, Path)) return;
        string? mode = null;
        List<string>? allowed = null;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "mode") mode = request.ReadText(ref reader, $"{Path}.mode")?.ToUpperInvariant();
            else if (name is "allowedFunctionNames") allowed = request.ReadTexts(ref reader, $"{Path}.allowedFunctionNames");
            // A form of the stream, and callers must take the other form too.
            else if (name is "streamFunctionCallArguments") reader.Skip();
            else request.Lose(ref reader, Path, name);
        }

        if (allowed is { Count: 0 }) allowed = null;
        request.Conversation.ToolChoice = mode switch
        {
            "ANY" when allowed is [var only] => new ToolChoice(ToolChoiceKind.Named, only),
            "ANY" => new ToolChoice(ToolChoiceKind.Required) { Allowed = allowed },
            "NONE" => new ToolChoice(ToolChoiceKind.None),
            "AUTO" or "VALIDATED" => new ToolChoice(ToolChoiceKind.Auto) { Allowed = allowed },
            _ => null,
        };
        if (mode is not (null or "ANY" or "NONE" or "AUTO" or "VALIDATED" or "MODE_UNSPECIFIED"))
            request.Lose($"{Path}.mode", changesMeaning: true);
    }
}
