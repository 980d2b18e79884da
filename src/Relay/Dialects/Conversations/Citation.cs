namespace Relay.Dialects.Conversations;

/// <summary>A source of a piece of text.</summary>
/// <param name="Url">Its address; null when it is a document of the conversation.</param>
/// <param name="Title">Its title; null for none.</param>
internal sealed record Citation(string? Url, string? Title)
{
    /// <summary>The words of the source; null when they are not given.</summary>
    public string? Quote { get; init; }

    /// <summary>Its provider's id, when it is a file that the provider holds; null for none.</summary>
    public string? FileId { get; init; }

    /// <summary>Which of the conversation's documents it is, from 0; null when it is none, or not known.</summary>
    public int? Document { get; init; }

    /// <summary>The page of it that the words are on, from 1; null when it has none, or it is not known.</summary>
    public int? Page { get; init; }

    /// <summary>The page behind the last one; null when that is not known.</summary>
    public int? PageEnd { get; init; }

    /// <summary>Where in the part's text the cited piece begins, in characters; null when it is not known.</summary>
    public int? Start { get; init; }

    /// <summary>Where it ends, exclusive; null when it is not known.</summary>
    public int? End { get; init; }
}
