using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Marks up to which the prompt is to be cached, as many as the provider takes.</summary>
internal static class MessagesMarks
{
    private const int Most = 4;

    /// <summary>Takes away the marks beyond the first so many.</summary>
    public static void Limit(Conversation conversation)
    {
        var left = Most;
        Part Kept(Part part)
        {
            if (part is ToolResultPart result) part = result with { Content = [.. result.Content.Select(Kept)] };
            return part.Cache is null || left-- > 0 ? part : part with { Cache = null };
        }

        foreach (var message in conversation.Messages)
        {
            for (var i = 0; i < message.Parts.Count; i++) message.Parts[i] = Kept(message.Parts[i]);
        }

        for (var i = 0; i < conversation.Tools.Count; i++)
        {
            if (conversation.Tools[i].Cache is not null && left-- <= 0) conversation.Tools[i] = conversation.Tools[i] with { Cache = null };
        }
    }
}
