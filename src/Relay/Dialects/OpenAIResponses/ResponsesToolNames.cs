using System.Security.Cryptography;
using System.Text;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// The names of tools and the ids of calls as the dialect takes them, and names back: both hold letters, digits, <c>_</c>
/// and <c>-</c> only, 64 at most.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create#responses_create-tools</remarks>
internal sealed class ResponsesToolNames
{
    private const int MaxLength = 64;

    private readonly Dictionary<(string? Space, string Name), Tool> _tools = [];

    /// <summary>Knows the tools of a conversation.</summary>
    public ResponsesToolNames(IReadOnlyList<Tool> tools)
    {
        foreach (var tool in tools)
        {
            if (tool.Kind != ToolKind.WebSearch)
                _tools.TryAdd((tool.Namespace is { } space ? ToWire(space) : null, ToWire(tool.Name)), tool);
        }
    }

    /// <summary>The tool that the provider calls by a name; null when there is none.</summary>
    public Tool? Find(string? space, string wire) => _tools.GetValueOrDefault((space, wire));

    /// <summary>The name for the provider.</summary>
    public static string ToWire(string name)
    {
        if (Fits(name)) return name;
        var fit = string.Create(name.Length, name, static (wire, from) =>
        {
            for (var i = 0; i < wire.Length; i++) wire[i] = IsAllowed(from[i]) ? from[i] : '_';
        });
        // The end tells long names apart.
        return fit.Length switch
        {
            0 => "_",
            <= MaxLength => fit,
            _ => fit[^MaxLength..],
        };
    }

    /// <summary>The id of a call for the provider; the same text for the same id.</summary>
    public static string ToWireId(string id) => Fits(id) ? id : $"call_{Hash(id)[..32]}";

    /// <summary>A key or a user's id for the provider, which takes 64 characters of any kind; the same text for the same key.</summary>
    public static string ToWireKey(string key) => key.Length <= MaxLength ? key : Hash(key);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool Fits(string text) => text.Length is > 0 and <= MaxLength && text.All(IsAllowed);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
