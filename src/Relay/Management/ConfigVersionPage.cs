using Relay.Routing.Config;

namespace Relay.Management;

/// <summary>The newest versions of the config, newest first.</summary>
/// <param name="Data">The versions.</param>
internal sealed record ConfigVersionPage(IReadOnlyList<ConfigVersion> Data);
