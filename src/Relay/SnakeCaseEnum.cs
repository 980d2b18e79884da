using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relay;

/// <summary>Writes an enum as all JSON of Relay's own is written: <c>some_name</c>.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
