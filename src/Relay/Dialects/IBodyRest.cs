namespace Relay.Dialects;

/// <summary>The end of a body, that is sent on as it comes.</summary>
internal interface IBodyRest
{
    /// <summary>How many bytes it has; null when nobody knows.</summary>
    long? Length { get; }

    /// <summary>Sends it. Can be called once.</summary>
    /// <exception cref="IOException">It could not be sent to its end.</exception>
    Task CopyToAsync(Stream provider, CancellationToken cancellationToken);
}
