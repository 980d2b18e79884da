using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>A block of a request's content while it is read; which members it has depends on its type.</summary>
/// <param name="path">Its path.</param>
internal sealed class MessagesBlock(string path)
{
    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>What it is.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Where the prompt is cached up to.</summary>
    public CacheMark? Cache { get; set; }

    /// <summary>Text, thoughts or a summary.</summary>
    public string? Text { get; set; }

    /// <summary>A signature, or the data of redacted thoughts.</summary>
    public string? Signature { get; set; }

    /// <summary>The id of a call.</summary>
    public string? Id { get; set; }

    /// <summary>A tool's name, or a document's title.</summary>
    public string? Name { get; set; }

    /// <summary>What a document is about.</summary>
    public string? Context { get; set; }

    /// <summary>Whether the answer is to cite a document.</summary>
    public bool IsCited { get; set; }

    /// <summary>A call's arguments.</summary>
    public ReadOnlyMemory<byte> Input { get; set; }

    /// <summary>Whether a tool failed.</summary>
    public bool IsError { get; set; }

    /// <summary>What a tool said, or a search found.</summary>
    public List<Part> Content { get; } = [];

    /// <summary>Where an image or a document is.</summary>
    public MediaSource? Source { get; set; }

    /// <summary>Whether the conversation has a place for it.</summary>
    public bool IsKnown => Type is "text" or "thinking" or "redacted_thinking" or "tool_use" or "tool_result" or "compaction"
        or "image" or "document" or "search_result";

    /// <summary>
    /// Whether a block that is not known is a part of what is asked. What the provider's own searches did on the way is
    /// sealed for it alone, and the text behind it says what was found; references only load tools that are there anyway.
    /// </summary>
    public bool IsMeant => Type is not ("server_tool_use" or "web_search_tool_result" or "tool_search_tool_result" or "tool_reference");

    /// <summary>Finds the type of the object that the reader stands on, and looks no further.</summary>
    public void ReadType(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "type")
            {
                Type = request.ReadText(ref reader, $"{Path}.type") ?? "";
                return;
            }

            reader.Skip();
        }

        request.RefuseMissing($"{Path}.type");
    }
}
