using Relay.Failures;
using Relay.Ledger;
using Relay.Ledger.Prices;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Ledger;

public sealed class RecordBuilderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestCalls _calls;

    public RecordBuilderTests() => _calls = new(_time);

    [Fact]
    public void ACompletedCall_SaysAllThatIsKnown()
    {
        var call = _calls.Make(stream: true);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var attempt = call.Begin(call.Config.Find("priced")!.Targets[0]);
        attempt.Chargeable = true;
        attempt.Status = 200;
        _time.Advance(TimeSpan.FromMilliseconds(20));
        attempt.NoteFirstByte();
        call.NoteFirstByte();
        attempt.Answer.Read(System.Text.Encoding.UTF8.GetBytes(TestCalls.Answer));
        _time.Advance(TimeSpan.FromMilliseconds(75.0004));
        attempt.End(null);

        var record = RecordBuilder.Settled(call, null, 200, committed: true);
        Assert.Equal(
            TestRecords.Bare(call.Id) with
            {
                Project = "a project",
                Member = "zoe",
                Stream = true,
                Model = "priced",
                ModelRan = "priced-2026",
                Account = "main",
                Status = 200,
                FinishReason = "stop",
                Attempts = record.Attempts,
                Usage = new() { Input = 100, Output = 10 },
                CostNanoUsd = 120_000,
                Price = new("config/7/priced", null, new Rates { Input = 1000, Output = 2000 }),
                FirstByteMs = 25,
                DurationMs = 100,
            },
            record);
        Assert.Equal([new AttemptRecord("main", "priced", 5, 20, 95, 200, null, 120_000) { Usage = new() { Input = 100, Output = 10 } }], record.Attempts);
    }

    [Theory]
    [InlineData(FailureCode.UpstreamTruncated, true, CallOutcome.Truncated)]
    [InlineData(FailureCode.UpstreamTruncated, false, CallOutcome.Failed)]
    [InlineData(FailureCode.UpstreamError, false, CallOutcome.Failed)]
    [InlineData(FailureCode.CallerGone, true, CallOutcome.Canceled)]
    [InlineData(FailureCode.CallerGone, false, CallOutcome.Canceled)]
    internal void AFailure_HasItsOutcome(string code, bool committed, CallOutcome outcome)
    {
        var call = _calls.MakeAnswered();
        var record = RecordBuilder.Settled(call, Fail(code), 502, committed);
        Assert.Equal((outcome, code, 502), (record.Outcome, record.ErrorCode, record.Status));
    }

    [Fact]
    public void WithoutReportedUsage_TokensAreEstimated_AndSaidToBe()
    {
        var call = _calls.Make(bodySize: 401);
        TestCalls.Send(call, """{"choices":[{"message":{"content":"twelve bytes"}}]}""").End(Fail(FailureCode.UpstreamTruncated));
        var record = RecordBuilder.Settled(call, Fail(FailureCode.UpstreamTruncated), 200, true);
        Assert.Equal(new Usage { Input = 101, Output = 3 }, record.Usage);
        Assert.True(record.UsageEstimated);
        Assert.Equal(101 * 1000 + 3 * 2000, record.CostNanoUsd);
        // The provider did not name the model, so it is the one that was asked of it.
        Assert.Equal("priced", record.ModelRan);
    }

    [Fact]
    public void ReportedZero_IsNotAnEstimate()
    {
        var call = _calls.Make();
        TestCalls.Send(call, """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}""").End(null);
        var record = RecordBuilder.Settled(call, null, 200, true);
        Assert.Equal((new Usage { Input = 0, Output = 0 }, false, 0L), (record.Usage, record.UsageEstimated, record.CostNanoUsd));
    }

    [Theory]
    [InlineData("allow", null)]
    [InlineData("free", 0L)]
    public void AModelWithoutAPrice_CostsWhatThePolicySays(string unpriced, long? cost)
    {
        var calls = new TestCalls(_time) { Config = Configs.Snapshot($$"""{ {{TestCalls.Accounts}}, "unpriced": "{{unpriced}}" }""") };
        var record = RecordBuilder.Settled(calls.MakeAnswered("unpriced", "spare"), null, 200, true);
        Assert.Equal((cost, null, 100), (record.CostNanoUsd, record.Price, record.Usage?.Input));
    }

    [Fact]
    public void AnAttemptThatWasAnsweredWithAnError_CostsNothing()
    {
        var call = _calls.Make();
        var attempt = TestCalls.Send(call);
        attempt.Status = 503;
        attempt.Chargeable = false;
        attempt.End(Fail(FailureCode.UpstreamOverloaded));
        var record = RecordBuilder.Settled(call, Fail(FailureCode.UpstreamOverloaded), 503, false);
        Assert.Equal((null, false, 0, null, null), (record.Usage, record.UsageEstimated, record.CostNanoUsd, record.Price, record.ModelRan));
        Assert.Equal((503, "upstream_overloaded", 0), (record.Attempts[0].Status, record.Attempts[0].ErrorCode, record.Attempts[0].CostNanoUsd));
    }

    [Fact]
    public void AnAttemptThatFailedAfterItWasSent_IsPaidForToo()
    {
        var call = _calls.Make(bodySize: 400);
        TestCalls.Send(call).End(Fail(FailureCode.UpstreamTimeout));
        TestCalls.Send(call, TestCalls.Answer, "spare").End(null);
        var record = RecordBuilder.Settled(call, null, 200, true);
        Assert.Equal([100_000L, 1200L], record.Attempts.Select(attempt => attempt.CostNanoUsd));
        Assert.Equal([new Usage { Input = 100, Output = 0 }, new Usage { Input = 100, Output = 10 }], record.Attempts.Select(attempt => attempt.Usage!.Value));
        Assert.Equal([true, false], record.Attempts.Select(attempt => attempt.UsageEstimated));
        // Cost and tokens of the call are those of both.
        Assert.Equal(
            (101_200, new Usage { Input = 200, Output = 10 }, true, "spare"),
            (record.CostNanoUsd, record.Usage, record.UsageEstimated, record.Account));
        Assert.Equal(10, record.Price!.Rates.Input);
    }

    [Fact]
    public void CountsThatOneAttemptDoesNotSay_AreThoseOfTheOther()
    {
        var call = _calls.Make();
        TestCalls.Send(call, """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":2}}}""").End(Fail(FailureCode.UpstreamTruncated));
        TestCalls.Send(call, TestCalls.Answer).End(null);
        Assert.Equal(new Usage { Input = 105, CachedInput = 2, Output = 11 }, RecordBuilder.Settled(call, null, 200, true).Usage);
    }

    [Fact]
    public void ALastAttemptThatCostsNothing_DoesNotHideTheOneBefore()
    {
        var call = _calls.Make(bodySize: 400);
        TestCalls.Send(call).End(Fail(FailureCode.UpstreamTimeout));
        var refused = TestCalls.Send(call, account: "spare");
        refused.Chargeable = false;
        refused.End(Fail(FailureCode.UpstreamOverloaded));
        var record = RecordBuilder.Settled(call, Fail(FailureCode.UpstreamOverloaded), 503, false);
        Assert.Equal((100_000, 100, true, "priced"), (record.CostNanoUsd, record.Usage?.Input, record.UsageEstimated, record.ModelRan));
        Assert.Equal("spare", record.Account);
    }

    [Fact]
    public void OneUnknownCost_MakesTheWholeUnknown()
    {
        var calls = new TestCalls(_time)
        {
            Config = Configs.Snapshot("""
                {"accounts":[{"id":"main","provider":"openai","models":["m"]},{"id":"spare","provider":"groq","models":["m"]}],
                 "prices":[{"model":"m","provider":"openai","input":1,"output":1}]}
                """),
        };
        var call = calls.Make("m");
        TestCalls.Send(call, account: "spare").End(Fail(FailureCode.UpstreamTimeout));
        TestCalls.Send(call, TestCalls.Answer).End(null);
        var record = RecordBuilder.Settled(call, null, 200, true);
        Assert.Equal((null, true), (record.CostNanoUsd, record.Unpriced));
        Assert.Equal([(null, true), (110L, false)], record.Attempts.Select(attempt => (attempt.CostNanoUsd, attempt.Unpriced)));
    }

    [Fact]
    public void CostsAndTokensBeyondWhatALongHolds_StayThere()
    {
        var call = _calls.Make();
        const string Hostile = """{"choices":[],"usage":{"prompt_tokens":9223372036854775807,"completion_tokens":0}}""";
        TestCalls.Send(call, Hostile).End(Fail(FailureCode.UpstreamTruncated));
        TestCalls.Send(call, Hostile).End(null);
        var record = RecordBuilder.Settled(call, null, 200, true);
        Assert.Equal((long.MaxValue, long.MaxValue), (record.CostNanoUsd, record.Usage?.Input));
    }

    [Fact]
    public void AnOpenCall_HasTheCostOfItsInput_ForItMayBeTheLastThatIsHeardOfIt()
    {
        var call = _calls.Make(bodySize: 400);
        call.Begin(call.Config.Find("priced")!.Targets[0]);
        var record = RecordBuilder.Open(call);
        Assert.Equal((CallOutcome.Open, new Usage { Input = 100, Output = 0 }, true, 100_000),
            (record.Outcome, record.Usage, record.UsageEstimated, record.CostNanoUsd));
        Assert.Equal(("config/7/priced", "priced", "main"), (record.Price?.Id, record.ModelRan, record.Account));
        Assert.Equal((null, null, null), (record.Status, record.DurationMs, record.ErrorCode));
    }

    [Fact]
    public void ACheckpoint_HasWhatCameSince_AndWhereItIsNow()
    {
        var call = _calls.Make(bodySize: 400);
        TestCalls.Send(call).End(Fail(FailureCode.UpstreamTimeout));
        TestCalls.Send(call, """{"model":"said","choices":[{"delta":{"content":"twelve bytes"}}]}""", "spare");
        var record = RecordBuilder.Open(call);
        Assert.Equal((CallOutcome.Open, new Usage { Input = 200, Output = 3 }, true, "spare", "said"),
            (record.Outcome, record.Usage, record.UsageEstimated, record.Account, record.ModelRan));
        Assert.Equal(100_000 + 1000 + 60, record.CostNanoUsd);
        Assert.Equal(2, record.Attempts.Count);
    }

    private static Failure Fail(string code) => new(FailureStage.Forwarding, FailureSide.Provider, 502, code, "");
}
