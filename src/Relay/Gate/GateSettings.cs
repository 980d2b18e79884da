using Microsoft.Extensions.Configuration;

namespace Relay.Gate;

/// <summary>What the host's settings say of the gate.</summary>
/// <param name="QueryKeys">
/// Whether a key is taken out of a URL's <c>?key=</c> where no header has one. Off unless the setting
/// <see cref="QueryKeysName"/> is true: URLs reach the logs and the telemetry of whatever stands before Relay.
/// </param>
internal sealed record GateSettings(bool QueryKeys)
{
    /// <summary>The setting's name; as an environment variable <c>Relay__QueryKeys</c>.</summary>
    public const string QueryKeysName = "Relay:QueryKeys";

    /// <summary>Reads the settings.</summary>
    public static GateSettings From(IConfiguration configuration) =>
        new(bool.TryParse(configuration[QueryKeysName], out var queryKeys) && queryKeys);
}
