using System.Text.Json.Serialization;
using Relay.Gate;
using Relay.Routing;

namespace Relay.Management;

/// <summary>The bodies of the management API as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(SnakeCaseEnum<KeyRole>), typeof(SnakeCaseEnum<BreakerState>)])]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyChange))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyPage))]
[JsonSerializable(typeof(ConfigVersionPage))]
[JsonSerializable(typeof(ConfigPut))]
[JsonSerializable(typeof(AccountPage))]
internal sealed partial class ManagementJson : JsonSerializerContext;
