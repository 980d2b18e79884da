namespace Relay.Dialects.Conversations;

/// <summary>Sound.</summary>
/// <param name="Source">Where it is; its media type is <c>audio/wav</c>, <c>audio/mp3</c> and so on.</param>
internal sealed record AudioPart(MediaSource Source) : Part;
