using System.Globalization;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Health;

namespace Relay.Tests.Forwarding;

public sealed class RetryTableTests
{
    private static readonly Dictionary<AttemptStage, string> Stages = new()
    {
        [AttemptStage.Prepare] = "before sending",
        [AttemptStage.Connect] = "connecting",
        [AttemptStage.Send] = "sending",
        [AttemptStage.Wait] = "a deadline passed",
        [AttemptStage.Status] = "error status",
        [AttemptStage.Answer] = "inside a 200",
    };

    private static readonly Dictionary<RetryStep, string> Steps = new()
    {
        [RetryStep.Fail] = "fail to caller",
        [RetryStep.Next] = "next target",
        [RetryStep.NextThenSame] = "next target; none left: same after a wait",
        [RetryStep.LargerContext] = "a larger context; none: fail to caller",
        [RetryStep.RefreshThenSame] = "new secret: same at once; else next target",
    };

    private static readonly Dictionary<HealthEffect, string> Effects = new()
    {
        [HealthEffect.Nothing] = "nothing",
        [HealthEffect.CountsAgainstModel] = "counts against the model there",
        [HealthEffect.CountsAgainstAccount] = "counts against the account",
        [HealthEffect.TakesAccountOut] = "takes the account out",
        [HealthEffect.CoolsModel] = "the model rests there until the reset",
        [HealthEffect.LeavesModelOut] = "leaves the model out there",
    };

    [Theory]
    [InlineData(404, "model_not_found", HealthEffect.LeavesModelOut)]
    [InlineData(400, "model_not_found", HealthEffect.LeavesModelOut)]
    [InlineData(404, "whatever", HealthEffect.LeavesModelOut)]
    [InlineData(403, "whatever", HealthEffect.TakesAccountOut)]
    public void WhatAnAccountLacksForAnOperation_SaysNothingOfItsConversations(int status, string code, object otherwise)
    {
        var ofOperation = RetryTable.Of(UpstreamFailures.FromStatus(status, code, null, null, isOfOperation: true));
        Assert.Equal((RetryStep.Next, HealthEffect.Nothing), (ofOperation.Step, ofOperation.Health));
        Assert.Equal(otherwise, RetryTable.Of(UpstreamFailures.FromStatus(status, code, null, null)).Health);
    }

    [Theory]
    [InlineData(401, "whatever")]
    [InlineData(402, "whatever")]
    [InlineData(403, "insufficient_quota")]
    public void WhatIsWrongWithTheAccount_IsSoForOperationsToo(int status, string code) => Assert.Equal(
        HealthEffect.TakesAccountOut, RetryTable.Of(UpstreamFailures.FromStatus(status, code, null, null, isOfOperation: true)).Health);

    [Fact]
    public void ThePage_HasTheTable_RowForRow()
    {
        var page = File.ReadAllLines(Repository.At("docs", "failover.md"));

        var start = Array.FindIndex(page, line => line.StartsWith("| stage |", StringComparison.Ordinal));
        Assert.True(start >= 0);
        Assert.Equal(RetryTable.Rows.Select(ToLine), page.Skip(start + 2).TakeWhile(line => line.StartsWith('|')));
    }

    [Theory]
    [InlineData(400, null, RetryStep.Fail, HealthEffect.Nothing)]
    [InlineData(400, "context_length_exceeded", RetryStep.LargerContext, HealthEffect.Nothing)]
    [InlineData(400, "exceed_context_size_error", RetryStep.LargerContext, HealthEffect.Nothing)]
    [InlineData(413, null, RetryStep.Fail, HealthEffect.Nothing)]
    [InlineData(422, null, RetryStep.Fail, HealthEffect.Nothing)]
    [InlineData(400, "model_not_found", RetryStep.Next, HealthEffect.LeavesModelOut)]
    [InlineData(401, null, RetryStep.RefreshThenSame, HealthEffect.TakesAccountOut)]
    [InlineData(400, "API_KEY_INVALID", RetryStep.RefreshThenSame, HealthEffect.TakesAccountOut)]
    [InlineData(403, null, RetryStep.Next, HealthEffect.TakesAccountOut)]
    [InlineData(403, "403", RetryStep.Next, HealthEffect.TakesAccountOut)]
    [InlineData(403, "flagged_input", RetryStep.Fail, HealthEffect.Nothing)]
    [InlineData(400, "Arrearage", RetryStep.Next, HealthEffect.TakesAccountOut)]
    [InlineData(429, "credit_balance_exhausted", RetryStep.Next, HealthEffect.TakesAccountOut)]
    [InlineData(429, "insufficient_quota", RetryStep.Next, HealthEffect.TakesAccountOut)]
    [InlineData(429, null, RetryStep.NextThenSame, HealthEffect.CoolsModel)]
    [InlineData(404, null, RetryStep.Next, HealthEffect.LeavesModelOut)]
    [InlineData(409, null, RetryStep.NextThenSame, HealthEffect.Nothing)]
    [InlineData(529, "overloaded_error", RetryStep.NextThenSame, HealthEffect.CountsAgainstModel)]
    [InlineData(302, null, RetryStep.Next, HealthEffect.CountsAgainstModel)]
    internal void AStatus_IsJudgedByItAndItsCode(int status, string? code, RetryStep step, HealthEffect health)
    {
        var row = RetryTable.Of(UpstreamFailures.FromStatus(status, code, null, null));

        Assert.Equal((step, health), (row.Step, row.Health));
    }

    [Fact]
    public void WhatIsNoFailureOfAnAttempt_GoesToTheCaller_AndCountsAgainstNobody()
    {
        foreach (var failure in (Failure[])[UpstreamFailures.CallerGone(), UpstreamFailures.NoStorage()])
            Assert.Equal((RetryStep.Fail, HealthEffect.Nothing), (RetryTable.Of(failure).Step, RetryTable.Of(failure).Health));
    }

    [Fact]
    public void NoStatusOfACallersMistake_EverMovesOn_WithoutACodeThatSaysOtherwise()
    {
        foreach (var status in Enumerable.Range(400, 100).Except([401, 402, 403, 404, 408, 409, 429]))
        {
            var row = RetryTable.Of(UpstreamFailures.FromStatus(status, "whatever", null, null));
            Assert.Equal((RetryStep.Fail, HealthEffect.Nothing), (row.Step, row.Health));
        }
    }

    private static string ToLine(RetryRule row) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Stages[row.Stage]}{(row.IsOfOperation ? ", operations" : "")} | {Join(row.Statuses.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}–{range.To}"))} | {Join(row.Codes.Select(code => $"`{code}`"))} | {Steps[row.Step]} | {Effects[row.Health]} |");

    private static string Join(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "any";
}
