using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>
/// The names of tools as Gemini takes them, and back: it has no namespaces, and a name begins with a letter or an
/// underscore and holds letters, digits, <c>_ : . -</c> only, 128 at most.
/// </summary>
/// <remarks>https://ai.google.dev/api/caching#FunctionDeclaration</remarks>
internal sealed class GeminiToolNames(IReadOnlyList<Tool> tools) : ToolNames(tools, ToWire)
{
    private const int MaxLength = 128;

    /// <summary>The name for Gemini.</summary>
    public static string ToWire(string? space, string name)
    {
        var full = space is null ? name : $"{space}.{name}";
        if (full.Length is > 0 and <= MaxLength && IsFirst(full[0]) && full.All(IsAllowed)) return full;

        var fit = string.Create(full.Length, full, static (wire, from) =>
        {
            for (var i = 0; i < wire.Length; i++) wire[i] = IsAllowed(from[i]) ? from[i] : '_';
        });
        if (fit.Length == 0 || !IsFirst(fit[0])) fit = "_" + fit;
        // The end tells names of one namespace apart.
        return fit.Length <= MaxLength ? fit : "_" + fit[^(MaxLength - 1)..];
    }

    private static bool IsFirst(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' or '.' or '-';
}
