using System.Text.Json.Serialization;
using Relay.Gate;
using Relay.Routing;
using Relay.Storage;

namespace Relay.Management;

/// <summary>The bodies of the management API as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(SnakeCaseEnum<KeyRole>), typeof(SnakeCaseEnum<BreakerState>), typeof(SnakeCaseEnum<SecretFault>)])]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyChange))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyPage))]
[JsonSerializable(typeof(ConfigVersionPage))]
[JsonSerializable(typeof(ConfigPut))]
[JsonSerializable(typeof(RouteQuestion))]
[JsonSerializable(typeof(AccountPage))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditedVersion))]
[JsonSerializable(typeof(NewSecret))]
[JsonSerializable(typeof(SecretView))]
[JsonSerializable(typeof(SecretPage))]
internal sealed partial class ManagementJson : JsonSerializerContext;
