namespace Relay.Management;

/// <summary>A page of keys, oldest first.</summary>
/// <param name="Data">The keys.</param>
/// <param name="Continuation">What asks for the next page; null when this is the last.</param>
internal sealed record KeyPage(IReadOnlyList<KeyView> Data, string? Continuation);
