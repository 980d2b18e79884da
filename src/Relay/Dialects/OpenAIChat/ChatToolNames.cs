using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// The names of tools as the dialect takes them, and back: it has no namespaces, and a name holds letters, digits,
/// <c>_</c> and <c>-</c> only, 64 at most.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools</remarks>
internal sealed class ChatToolNames(IReadOnlyList<Tool> tools) : ToolNames(tools, ToWire)
{
    private const int MaxLength = 64;

    /// <summary>The name for the provider.</summary>
    public static string ToWire(string? space, string name)
    {
        var full = space is null ? name : $"{space}__{name}";
        if (full.Length <= MaxLength && full.All(IsAllowed)) return full;
        var fit = string.Create(full.Length, full, static (wire, from) =>
        {
            for (var i = 0; i < wire.Length; i++) wire[i] = IsAllowed(from[i]) ? from[i] : '_';
        });
        // The end tells names of one namespace apart.
        return fit.Length <= MaxLength ? fit : fit[^MaxLength..];
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
