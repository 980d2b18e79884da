namespace Relay.Dialects.Conversations;

/// <summary>A source of a piece of text.</summary>
/// <param name="Url">Its address; null when it is a document of the conversation.</param>
/// <param name="Title">Its title; null for none.</param>
internal sealed record Citation(string? Url, string? Title)
{
    /// <summary>The words of the source; null when they are not given.</summary>
    public string? Quote { get; init; }

    /// <summary>Where in the part's text the cited piece begins, in characters; null when it is not known.</summary>
    public int? Start { get; init; }

    /// <summary>Where it ends, exclusive; null when it is not known.</summary>
    public int? End { get; init; }
}
