using System.Text.Json.Serialization;

namespace Relay.Health;

/// <summary>What of health is kept as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnum<OpenedBy>)])]
[JsonSerializable(typeof(IReadOnlyList<OpenEntry>))]
internal sealed partial class HealthJson : JsonSerializerContext;
