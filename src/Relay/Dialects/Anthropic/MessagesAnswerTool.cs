using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Holds the answer of a model that takes no schema to one all the same: it is made to call a tool of that schema, and what
/// it calls it with is the answer. Only where the caller has no tools, which could not be called then.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use</remarks>
internal static class MessagesAnswerTool
{
    private const string DefaultName = "answer";

    /// <summary>Puts the tool in place of the form, where that is how to say it.</summary>
    public static void Exchange(Conversation conversation, MessagesModel model)
    {
        if (model.TakesSchema || conversation.Tools.Count > 0 || conversation.Output is not { Schema.IsEmpty: false } output) return;
        // Arguments are always an object.
        if (!JsonMembers.Find(output.Schema.Span, "type"u8, out var type) || !type.SequenceEqual("\"object\""u8)) return;
        var name = output.Name is { Length: > 0 } given ? given : DefaultName;
        conversation.Tools.Add(new Tool(ToolKind.Answer, name) { Description = output.Description, Parameters = output.Schema });
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Named, name);
        conversation.Output = null;
    }
}
