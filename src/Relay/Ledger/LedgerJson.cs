using System.Text.Json.Serialization;

namespace Relay.Ledger;

/// <summary>Records as JSON, on the wire and in columns that hold more than a value.</summary>
/// <remarks>Without converters for all: with one, the serializer leaves the generated code for one that allocates.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(CallPage))]
[JsonSerializable(typeof(PriceUsed))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(IReadOnlyList<AttemptRecord>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
