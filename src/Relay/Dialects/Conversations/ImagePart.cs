namespace Relay.Dialects.Conversations;

/// <summary>An image.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Detail">How closely to look: <c>auto</c>, <c>low</c>, <c>high</c>; null when the caller does not say.</param>
internal sealed record ImagePart(MediaSource Source, string? Detail) : Part;
