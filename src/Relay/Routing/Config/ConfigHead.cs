namespace Relay.Routing.Config;

/// <summary>Which version of the config is in force.</summary>
/// <param name="Version">From 1.</param>
/// <param name="FileHash">The hash of the file that was applied last; null when none was.</param>
/// <param name="ETag">Which state of the head this is.</param>
internal sealed record ConfigHead(long Version, string? FileHash, string ETag);
