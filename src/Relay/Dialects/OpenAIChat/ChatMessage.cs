using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>A message while its members come, in any order.</summary>
/// <param name="path">Its path.</param>
internal sealed class ChatMessage(string path)
{
    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>The role's word.</summary>
    public string? Role { get; set; }

    /// <summary>The participant's name, or that of a function.</summary>
    public string? Name { get; set; }

    /// <summary>What <c>content</c> holds.</summary>
    public List<Part> Content { get; } = [];

    /// <summary>The thoughts.</summary>
    public string Reasoning { get; set; } = "";

    /// <summary>The thoughts with their signatures.</summary>
    public List<ChatReasoningItem> Details { get; } = [];

    /// <summary>What was said instead of an answer.</summary>
    public string? Refusal { get; set; }

    /// <summary>The calls of tools.</summary>
    public List<ToolCallPart> Calls { get; } = [];

    /// <summary>The call that a tool's message answers.</summary>
    public string? CallId { get; set; }

    /// <summary>Where the prompt is cached up to, said of the message.</summary>
    public CacheMark? Cache { get; set; }

    /// <summary>Makes the message of anybody but a tool.</summary>
    public Message ToMessage(Role role)
    {
        var message = new Message(role) { Name = Name };
        foreach (var (text, signature) in ChatThoughts.Join(Reasoning, Details))
            message.Parts.Add(new ReasoningPart(text) { Signature = signature, Path = $"{Path}.reasoning_content" });
        SignText();
        message.Parts.AddRange(Content);
        if (Refusal is { Length: > 0 } refusal) message.Parts.Add(new RefusalPart(refusal) { Path = $"{Path}.refusal" });
        message.Parts.AddRange(Calls);
        if (Cache is not null && message.Parts.Count > 0) message.Parts[^1] = message.Parts[^1] with { Cache = Cache };
        return message;
    }

    /// <summary>Makes the message of a tool.</summary>
    public Message ToResult(string callId) => new(Conversations.Role.User)
    {
        Parts = { new ToolResultPart(callId, Content) { Cache = Cache, Path = Path } },
    };

    private void SignText()
    {
        var signature = Details.FindLast(static detail => detail.IsOfText).Signature;
        var last = Content.FindLastIndex(static part => part is TextPart);
        if (signature is not null && last >= 0) Content[last] = (TextPart)Content[last] with { Signature = signature };
    }
}
