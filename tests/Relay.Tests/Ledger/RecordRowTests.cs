using System.Collections;
using System.Text.Json;
using Relay.Ledger;
using Relay.Storage;

namespace Relay.Tests.Ledger;

public sealed class RecordRowTests
{
    private readonly CallId _id = TestIds.Make(new ManualTimeProvider()).NewCallId();

    [Fact]
    public void TheFullRecord_LeavesNoMemberAtItsDefault()
    {
        // So that a member that is added, and not carried, fails in the round trip below.
        AssertNoDefaults(TestRecords.Full(_id), nameof(CallRecord));

        static void AssertNoDefaults(object value, string path)
        {
            foreach (var property in value.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var member = property.GetValue(value);
                var unset = property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null;
                Assert.False(Equals(member, unset), $"{path}.{property.Name} has its default value.");
                if (member is Usage or PriceUsed or Relay.Ledger.Prices.Rates) AssertNoDefaults(member, $"{path}.{property.Name}");
            }
        }
    }

    [Fact]
    public void EveryMember_ComesBack() => AssertRoundTrip(TestRecords.Full(_id));

    [Fact]
    public void WhatIsNotKnown_ComesBackNotKnown() => AssertRoundTrip(TestRecords.Bare(_id));

    [Theory]
    [InlineData(CallOutcome.Open)]
    [InlineData(CallOutcome.Completed)]
    [InlineData(CallOutcome.Failed)]
    [InlineData(CallOutcome.Truncated)]
    [InlineData(CallOutcome.Canceled)]
    [InlineData(CallOutcome.Abandoned)]
    internal void EveryOutcome_ComesBack(CallOutcome outcome) =>
        AssertRoundTrip(TestRecords.Bare(_id) with { Outcome = outcome });

    [Fact]
    public void ZeroAndUnknown_StayApart() => AssertRoundTrip(TestRecords.Bare(_id) with
    {
        Usage = new() { Input = 0, Output = null },
        CostNanoUsd = 0,
        Status = 0,
        FirstByteMs = 0,
        Member = "",
    });

    [Fact]
    public void TheRow_HasAColumnForEachValue_AndNoColumnForWhatIsNotKnown() => Assert.Equal(
        ["id", "started", "key", "project", "dialect", "stream", "model", "outcome", "usage_estimated", "unpriced", "attempts"],
        RecordRow.ToRow(TestRecords.Bare(_id), new(_id.Partition, _id.Row)).Properties.Select(property => property.Key));

    [Fact]
    public void TheWire_IsThis() => Assert.Equal(
        """
        {"id":"@","started_at":"2026-01-01T00:00:00+00:00","key":"abcdefghjkmn","project":"\u00DCber / project","member":"zo\u00EB \uD83D\uDE00","operation":"embeddings","dialect":"openai-chat","stream":true,"model":"fast","model_ran":"gpt-5.4-2026","account":"main","outcome":"truncated","status":200,"error_code":"upstream_truncated","finish_reason":"length","attempts":[{"account":"spare","model":"llama","started_after_ms":0.125,"duration_ms":3.5,"status":503,"error_code":"upstream_overloaded","cost_nano_usd":0},{"account":"main","model":"gpt-5.4","started_after_ms":4,"first_byte_ms":17.25,"cost_nano_usd":9223372036854775807}],"usage":{"input":1,"cached_input":2,"cache_write_input":3,"cache_write1h_input":4,"audio_input":5,"cached_audio_input":6,"image_input":9,"output":7,"reasoning":8,"audio_output":9223372036854775807,"image_output":10},"usage_estimated":true,"cost_nano_usd":9223372036854775807,"unpriced":true,"price":{"id":"openai/gpt-5.4","effective_from":"2026-01-02","rates":{"input":0.1,"cached_input":0.2,"cache_write":0.3,"cache_write1h":0.4,"audio_input":0.5,"cached_audio_input":0.6,"output":0.7,"reasoning":0.8,"audio_output":0.9,"request":1.0}},"routing":{"plan":[]},"first_byte_ms":0.001,"duration_ms":123456789.5}
        """.Replace("@", _id.ToString(), StringComparison.Ordinal),
        JsonSerializer.Serialize(TestRecords.Full(_id), LedgerJson.Default.CallRecord));

    private void AssertRoundTrip(CallRecord record)
    {
        var read = RecordRow.FromRow(RecordRow.ToRow(record, new TableKey(_id.Partition, _id.Row)));
        foreach (var property in typeof(CallRecord).GetProperties())
        {
            var (expected, actual) = (property.GetValue(record), property.GetValue(read));
            if (expected is IEnumerable and not string) Assert.Equal((IEnumerable)expected, (IEnumerable)actual!);
            else Assert.Equal(expected, actual);
        }
    }
}
