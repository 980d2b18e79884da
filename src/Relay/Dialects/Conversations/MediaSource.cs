namespace Relay.Dialects.Conversations;

/// <summary>Where an image, a file or a sound is: one of the three.</summary>
internal sealed record MediaSource
{
    /// <summary>Its address, never that of data; null when it is elsewhere.</summary>
    public string? Url { get; init; }

    /// <summary>The provider's id of an uploaded file; null when it is elsewhere.</summary>
    public string? FileId { get; init; }

    /// <summary>Its bytes in base64, a slice of the caller's body; empty when it is elsewhere.</summary>
    public ReadOnlyMemory<byte> Base64 { get; init; }

    /// <summary>Its type, such as <c>image/png</c>; null when the caller does not say.</summary>
    public string? MediaType { get; init; }
}
