namespace Relay.Routing.Config;

/// <summary>A version of the config document.</summary>
/// <param name="Version">From 1.</param>
/// <param name="At">When it was put.</param>
/// <param name="By">The id of the key that put it, or <c>file</c>.</param>
internal sealed record ConfigVersion(long Version, DateTimeOffset At, string By);
