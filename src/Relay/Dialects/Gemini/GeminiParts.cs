using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads the parts of contents.</summary>
internal sealed class GeminiParts(GeminiRequestBody request)
{
    private readonly GeminiCallIds _ids = new();

    /// <summary>Reads the part that the reader stands on.</summary>
    /// <param name="reader">Is left at the part's end.</param>
    /// <param name="path">The part's path.</param>
    /// <param name="parts">Where it goes; nowhere, when it holds nothing that the neutral form has a place for.</param>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        string? text = null;
        Signature? signature = null;
        Part? part = null;
        var isThought = false;
        var isOwn = false;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            var at = GeminiRequestBody.Join(path, name);
            switch (name)
            {
                case "text": text = request.ReadText(ref reader, at); break;
                case "thought": isThought = request.ReadFlag(ref reader, at) ?? false; break;
                case "thoughtSignature":
                    signature = request.ReadText(ref reader, at) is { } value && !GeminiSignature.IsNone(value) ? GeminiSignature.FromText(value) : null;
                    break;
                case "inlineData" or "fileData":
                    if (request.IsObject(ref reader, at)) part = GeminiMedia.Read(ref reader, request, at, path) ?? part;
                    break;
                case "functionCall":
                    if (request.IsObject(ref reader, at)) part = ReadCall(ref reader, at, path);
                    break;
                case "functionResponse":
                    if (request.IsObject(ref reader, at)) part = ReadResult(ref reader, at, path);
                    break;
                // What the provider's own tools did on the way is a part of what the model knows. Of a search, the text behind
                // it says what was found; its signature is good for nothing else.
                case "executableCode" or "codeExecutionResult" or "toolCall" or "toolResponse":
                    isOwn = true;
                    request.Lose(ref reader, path, name, changesMeaning: !IsSearch(reader));
                    break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        part = part switch
        {
            ToolCallPart call => call with { Signature = signature },
            null when isOwn && text is null => null,
            null when text is null && signature is null => null,
            null when isThought => Join(parts, new ReasoningPart(text ?? "") { Signature = signature, Path = path }),
            null => new TextPart(text ?? "") { Signature = signature, Path = path },
            _ => part,
        };
        if (part is not null) parts.Add(part);
    }

    /// <summary>
    /// Makes one of thoughts that were streamed in pieces: the signature comes last, with no text of its own, and is of all
    /// that stands before it.
    /// </summary>
    /// <param name="before">What was read before, from which the pieces are taken.</param>
    /// <param name="thought">The last piece.</param>
    public static ReasoningPart Join(List<Part> before, ReasoningPart thought)
    {
        if (thought is not { Text: "", Signature.IsRedacted: false }) return thought;
        var start = before.Count;
        while (start > 0 && before[start - 1] is ReasoningPart { Signature: null }) start--;
        if (start == before.Count) return thought;
        var pieces = before[start..];
        before.RemoveRange(start, pieces.Count);
        return thought with { Text = string.Concat(pieces.Cast<ReasoningPart>().Select(static piece => piece.Text)), Path = pieces[0].Path };
    }

    // https://ai.google.dev/gemini-api/docs/tool-combination: GOOGLE_SEARCH_WEB, GOOGLE_SEARCH_IMAGE, FILE_SEARCH and others.
    private static bool IsSearch(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "toolType" && reader.TokenType == JsonTokenType.String)
                return JsonString.Read(ref reader).Contains("SEARCH", StringComparison.OrdinalIgnoreCase);
            reader.Skip();
        }

        return false;
    }

    private ToolCallPart ReadCall(scoped ref Utf8JsonReader reader, string at, string path)
    {
        string? id = null, function = null;
        ReadOnlyMemory<byte> arguments = default;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = request.ReadText(ref reader, $"{at}.id"); break;
                case "name": function = request.ReadText(ref reader, $"{at}.name"); break;
                case "args":
                    if (request.IsObject(ref reader, $"{at}.args")) arguments = request.Slice(ref reader);
                    break;
                default: request.Lose(ref reader, at, name); break;
            }
        }

        if (string.IsNullOrEmpty(function)) request.Refuse($"{at}.name", "the name of a function");
        var text = arguments.IsEmpty ? "{}" : Encoding.UTF8.GetString(arguments.Span);
        return new ToolCallPart(_ids.OfCall(id, function ?? ""), function ?? "", text) { Path = path };
    }

    private ToolResultPart ReadResult(scoped ref Utf8JsonReader reader, string at, string path)
    {
        string? id = null, function = null;
        var content = new List<Part>();
        var isError = false;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "id": id = request.ReadText(ref reader, $"{at}.id"); break;
                case "name": function = request.ReadText(ref reader, $"{at}.name"); break;
                case "response":
                    if (!request.IsObject(ref reader, $"{at}.response")) break;
                    (var text, isError) = GeminiResponse.Read(request.Slice(ref reader).Span);
                    content.Insert(0, new TextPart(text) { Path = $"{at}.response" });
                    break;
                case "parts": ReadResultParts(ref reader, $"{at}.parts", content); break;
                default: request.Lose(ref reader, at, name); break;
            }
        }

        return new ToolResultPart(_ids.OfResult(id, function ?? ""), content) { IsError = isError, Path = path };
    }

    private void ReadResultParts(scoped ref Utf8JsonReader reader, string path, List<Part> content)
    {
        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var partPath = $"{path}[{i}]";
            if (request.IsObject(ref reader, partPath)) Read(ref reader, partPath, content);
        }
    }
}
