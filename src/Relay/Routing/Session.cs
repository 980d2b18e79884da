namespace Relay.Routing;

/// <summary>What says that calls belong together, so that the provider's prompt cache stays warm for them.</summary>
/// <param name="Source">Where it was found: the name of a header or field, or <c>content</c>.</param>
/// <param name="Hash">The <see cref="StableHash"/> of what stood there.</param>
internal readonly record struct Session(string Source, ulong Hash)
{
    /// <summary>The source of a hash of system prompt, tools and first message.</summary>
    public const string Content = "content";
}
