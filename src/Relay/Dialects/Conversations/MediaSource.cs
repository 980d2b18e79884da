namespace Relay.Dialects.Conversations;

/// <summary>Where an image, a file or a sound is: one of the three.</summary>
internal sealed record MediaSource
{
    /// <summary>Its address, never that of data; null when it is elsewhere.</summary>
    public string? Url { get; init; }

    /// <summary>The provider's id of an uploaded file; null when it is elsewhere.</summary>
    public string? FileId { get; init; }

    /// <summary>
    /// Whose file that is, where the dialect has one provider; null for those of OpenAI's dialects, which many have.
    /// </summary>
    public Dialect? HeldBy { get; init; }

    /// <summary>Whether a provider of OpenAI's dialects may know the file, if it is one that a provider has.</summary>
    public bool IsOpenToOpenAI => HeldBy is null;

    /// <summary>Its bytes in base64, a slice of the caller's body; empty when it is elsewhere.</summary>
    public ReadOnlyMemory<byte> Base64 { get; init; }

    /// <summary>Its type, such as <c>image/png</c>; null when the caller does not say.</summary>
    public string? MediaType { get; init; }
}
