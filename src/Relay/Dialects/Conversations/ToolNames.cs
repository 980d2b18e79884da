namespace Relay.Dialects.Conversations;

/// <summary>Knows the tools of a conversation by the names that a provider has for them, which takes fewer characters than its caller may.</summary>
internal abstract class ToolNames
{
    private readonly Dictionary<string, Tool> _tools = new(StringComparer.Ordinal);

    /// <summary>Knows the tools of a conversation.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="toWire">The name for the provider, of a namespace and a name.</param>
    protected ToolNames(IReadOnlyList<Tool> tools, Func<string?, string, string> toWire)
    {
        foreach (var tool in tools)
        {
            if (tool.Kind != ToolKind.WebSearch) _tools.TryAdd(toWire(tool.Namespace, tool.Name), tool);
        }
    }

    /// <summary>The tool that the provider calls by a name; null when there is none.</summary>
    public Tool? Find(string wire) => _tools.GetValueOrDefault(wire);
}
