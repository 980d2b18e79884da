using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Holds the answer of a model that takes no schema to one all the same: it is made to call a tool of that schema, and what
/// it calls it with is the answer. Beside tools of the caller's it must call one or the other, which is the choice that a
/// model has that takes schemas: to call a tool, or to answer by the schema.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use</remarks>
internal static class MessagesAnswerTool
{
    private const string DefaultName = "answer";
    private const string When = "Gives the answer. To be called when no other tool is needed any more.";

    /// <summary>Puts the tool in place of the form, where that is how to say it.</summary>
    public static void Exchange(Conversation conversation, MessagesModel model)
    {
        if (model.TakesSchema || conversation.Output is not { Schema.IsEmpty: false } output) return;
        // Arguments are always an object. Behind a search of the provider's own the model writes what it likes.
        if (!JsonMembers.Find(output.Schema.Span, "type"u8, out var type) || !type.SequenceEqual("\"object\""u8)
            || conversation.Tools.Exists(static tool => tool.Kind == ToolKind.WebSearch)) return;
        conversation.Output = null;
        // A model that must call one of the caller's tools gives no answer this time.
        if (conversation.Tools.Count > 0 && conversation.ToolChoice is { Kind: ToolChoiceKind.Named or ToolChoiceKind.Required }) return;

        var others = conversation.Tools.Count > 0 && conversation.ToolChoice is not { Kind: ToolChoiceKind.None };
        var name = NameOf(conversation, output.Name is { Length: > 0 } given ? given : DefaultName);
        // Last, where the prompt that is cached up to the other tools stays as it is.
        conversation.Tools.Add(new Tool(ToolKind.Answer, name) { Description = output.Description ?? (others ? When : null), Parameters = output.Schema });
        conversation.ToolChoice = !others
            ? new ToolChoice(ToolChoiceKind.Named, name)
            : new ToolChoice(ToolChoiceKind.Required) { Allowed = conversation.ToolChoice?.Allowed is { } allowed ? [.. allowed, name] : null };
    }

    private static string NameOf(Conversation conversation, string name)
    {
        var names = new MessagesToolNames(conversation.Tools);
        while (names.Find(MessagesToolNames.ToWire(null, name)) is not null) name = $"{DefaultName}_{name}";
        return name;
    }
}
