using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>A turn as the dialect takes it: roles alternate, and only a system's may stand between.</summary>
/// <param name="role">Of user, assistant and system.</param>
internal sealed class MessagesTurn(Role role)
{
    private int _results;

    /// <summary>Who speaks.</summary>
    public Role Role { get; } = role;

    /// <summary>What is said.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>Adds a part. What tools said comes first, or the provider refuses it.</summary>
    public void Add(Part part)
    {
        if (part is ToolResultPart) Parts.Insert(_results++, part);
        else Parts.Add(part);
    }
}
