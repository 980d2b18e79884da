namespace Relay.Dialects.Conversations;

/// <summary>What a tool said. It stands in a message of the user, whatever role the dialect gives it.</summary>
/// <param name="CallId">The <see cref="ToolCallPart.Id"/> that it answers.</param>
/// <param name="Content">Text, images and files.</param>
internal sealed record ToolResultPart(string CallId, IReadOnlyList<Part> Content) : Part
{
    /// <summary>Whether the tool failed. Dialects without it leave it to the text.</summary>
    public bool IsError { get; init; }

    /// <summary>Whether it answers a custom tool.</summary>
    public bool IsCustom { get; init; }
}
