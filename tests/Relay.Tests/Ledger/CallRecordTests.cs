using Relay.Ledger;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger;

public sealed class CallRecordTests
{
    [Fact]
    public void NoMember_CouldHoldAPromptAnAnswerOrASecret()
    {
        // Whoever adds a member adds it here, and has asked what could end up in it.
        Assert.Equal(
        [
            "AttemptRecord.Account: String", "AttemptRecord.Continues: Boolean", "AttemptRecord.CostNanoUsd: Int64", "AttemptRecord.Dropped: IReadOnlyList`1",
            "AttemptRecord.DurationMs: Double", "AttemptRecord.ErrorCode: String",
            "AttemptRecord.FirstByteMs: Double", "AttemptRecord.Model: String", "AttemptRecord.StartedAfterMs: Double",
            "AttemptRecord.Status: Int32", "AttemptRecord.Unpriced: Boolean", "AttemptRecord.Usage: Usage", "AttemptRecord.UsageEstimated: Boolean",
            "CallRecord.Account: String", "CallRecord.Attempts: IReadOnlyList`1", "CallRecord.CostNanoUsd: Int64",
            "CallRecord.Dialect: String", "CallRecord.DurationMs: Double", "CallRecord.ErrorCode: String",
            "CallRecord.FinishReason: String", "CallRecord.FirstByteMs: Double", "CallRecord.Id: String",
            "CallRecord.Key: String", "CallRecord.Member: String", "CallRecord.Model: String", "CallRecord.ModelRan: String",
            "CallRecord.Operation: String", "CallRecord.Outcome: CallOutcome", "CallRecord.Price: PriceUsed", "CallRecord.Project: String",
            "CallRecord.Routing: String",
            "CallRecord.StartedAt: DateTimeOffset", "CallRecord.Status: Int32", "CallRecord.Stream: Boolean",
            "CallRecord.Unpriced: Boolean", "CallRecord.Usage: Usage", "CallRecord.UsageEstimated: Boolean",
            "PriceUsed.EffectiveFrom: DateOnly", "PriceUsed.Id: String", "PriceUsed.Rates: Rates",
        ],
            MembersOf(typeof(CallRecord), typeof(AttemptRecord), typeof(PriceUsed)));
        Assert.All(typeof(Usage).GetProperties().Where(property => property.CanWrite),
            property => Assert.Equal(typeof(long?), property.PropertyType));
        Assert.All(typeof(Rates).GetProperties(),
            property => Assert.Equal(typeof(decimal), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
    }

    private static IEnumerable<string> MembersOf(params Type[] types) => types
        .SelectMany(type => type.GetProperties()
            .Where(property => property.Name != "EqualityContract")
            .Select(property => $"{type.Name}.{property.Name}: {(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).Name}"))
        .Order(StringComparer.Ordinal);
}
