using System.Text.Unicode;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads items, as they begin and whole.</summary>
/// <param name="parts">Where their parts go.</param>
/// <param name="pieces">Brings texts there.</param>
/// <param name="content">Reads the content of messages.</param>
/// <param name="idOfCalls">What ids of calls are made of that the provider gives none.</param>
/// <param name="names">The names of the conversation's tools, which the provider knows in a form of its own.</param>
internal sealed class ResponsesItemReader(
    ResponsesAnswerParts parts, ResponsesPieces pieces, ResponsesContentReader content, string idOfCalls, ResponsesToolNames names)
{
    private int _calls;

    /// <summary>An item begins: a call is named now.</summary>
    public void Begin(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (IsCall(item.Type)) NameCall(parts.Of(item, AnswerPartKind.ToolCall, 0, sink), item, json, sink);
    }

    /// <summary>An item is whole.</summary>
    public void End(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        switch (item.Type)
        {
            case ResponsesItemType.Message: content.End(item, json.Content, sink); break;
            case ResponsesItemType.Reasoning: EndThoughts(item, json, sink); break;
            case ResponsesItemType.Image: EndImage(item, json, sink); break;
            case var type when IsCall(type): EndCall(item, json, sink); break;
        }

        foreach (var part in item.Parts) parts.End(part, sink);
        item.HasEnded = true;
    }

    private void EndThoughts(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        // What the model thought is more than what is told of it.
        CompleteThoughts(item, json.Content, isThoughts: true, sink);
        CompleteThoughts(item, json.Summary, isThoughts: false, sink);
        if (ResponsesJson.ToText(json.Seal) is not { } seal) return;
        var part = parts.Of(item, AnswerPartKind.Reasoning, null, sink);
        part.Signature = new Signature(Dialect.OpenAIResponses, seal);
        parts.Advance(sink);
    }

    private void CompleteThoughts(ResponsesAnswerItem item, ReadOnlySpan<byte> texts, bool isThoughts, IAnswerSink sink)
    {
        var index = 0;
        var all = new ResponsesElements(texts);
        while (all.MoveNext())
        {
            var members = new ResponsesMembers(all.Value);
            while (members.MoveNext())
            {
                if (members.Is("text"u8) && ResponsesJson.IsText(members.Value) && item.Takes(isThoughts))
                    pieces.Complete(item, AnswerPartKind.Reasoning, index, members.Value, sink);
            }

            index++;
        }
    }

    private void EndImage(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (!ResponsesJson.IsText(json.Result)) return;
        var part = parts.Of(item, AnswerPartKind.Image, 0, sink);
        part.Head = part.Head with { MediaType = $"image/{ResponsesJson.ToText(json.Format) ?? "png"}" };
        pieces.Complete(item, AnswerPartKind.Image, 0, json.Result, sink);
    }

    private void EndCall(ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        var part = parts.Of(item, AnswerPartKind.ToolCall, 0, sink);
        NameCall(part, item, json, sink);
        if (part.Length > 0) return;
        if (json.Input is [(byte)'{', ..] && Utf8.IsValid(json.Input)) parts.Append(part, json.Input, sink);
        else pieces.Complete(item, AnswerPartKind.ToolCall, 0, json.Input, sink);
    }

    private void NameCall(ResponsesAnswerPart part, ResponsesAnswerItem item, in ResponsesItem json, IAnswerSink sink)
    {
        if (part.Head.Name.Length > 0) return;
        var name = item.Type == ResponsesItemType.LocalShellCall ? "local_shell" : ResponsesJson.ToText(json.Name) ?? "";
        var space = ResponsesJson.ToText(json.Namespace);
        var tool = names.Find(space, name);
        part.Head = part.Head with
        {
            Id = ResponsesJson.ToText(json.CallId) ?? ResponsesJson.ToText(item.Id) ?? $"call_{idOfCalls}_{_calls++}",
            Name = tool?.Name ?? name,
            Namespace = tool is null ? space : tool.Namespace,
            IsCustom = item.Type == ResponsesItemType.CustomToolCall,
        };
        parts.Advance(sink);
    }

    private static bool IsCall(ResponsesItemType type) =>
        type is ResponsesItemType.FunctionCall or ResponsesItemType.CustomToolCall or ResponsesItemType.LocalShellCall;
}
