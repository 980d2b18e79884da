using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relay;

/// <summary>Writes an enum as all of our JSON is written: in snake case.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
