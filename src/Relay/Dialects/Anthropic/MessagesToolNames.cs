using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// The names of tools and the ids of calls as Anthropic takes them, and names back: it has no namespaces, and both hold
/// letters, digits, <c>_</c> and <c>-</c> only; names 128 at most.
/// </summary>
internal sealed class MessagesToolNames(IReadOnlyList<Tool> tools) : ToolNames(tools, ToWire)
{
    private const int MaxLength = 128;

    /// <summary>The name for the provider.</summary>
    public static string ToWire(string? space, string name)
    {
        var fit = Fit(space is null ? name : $"{space}__{name}");
        // The end tells names of one namespace apart.
        return fit.Length <= MaxLength ? fit : fit[^MaxLength..];
    }

    /// <summary>The id for the provider; the same for a call and its result.</summary>
    public static string ToWireId(string id) => Fit(id);

    private static string Fit(string text)
    {
        if (text.Length == 0) return "_";
        return text.All(IsAllowed) ? text : string.Create(text.Length, text, static (wire, from) =>
        {
            for (var i = 0; i < wire.Length; i++) wire[i] = IsAllowed(from[i]) ? from[i] : '_';
        });
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
