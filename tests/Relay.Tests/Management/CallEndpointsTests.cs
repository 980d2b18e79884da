using System.Text.Json.Nodes;
using Relay.Ledger;
using Relay.Management;
using Relay.Storage;
using Relay.Tests.Ledger;

namespace Relay.Tests.Management;

public sealed class CallEndpointsTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CallEndpoints Calls => _bench.Get<CallEndpoints>();

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task ACall_IsShownAsItsRecord()
    {
        var id = await WriteAsync(TestRecords.Bare);
        Assert.Equal(
            $$"""{"id":"{{id}}","started_at":"2026-01-01T00:00:00+00:00","key":"abcdefghjkmn","project":"","dialect":"openai-chat","stream":false,"model":"fast","outcome":"completed","attempts":[],"usage_estimated":false,"unpriced":false}""",
            (await GetAsync(id.ToString())).Body);
        Assert.Equal(
            $$"""{"data":[{"id":"{{id}}","started_at":"2026-01-01T00:00:00+00:00","key":"abcdefghjkmn","project":"","dialect":"openai-chat","stream":false,"model":"fast","outcome":"completed","attempts":[],"usage_estimated":false,"unpriced":false}]}""",
            (await ListAsync()).Body);
    }

    [Fact]
    public async Task AnOpenCall_IsShownWhileItRuns_AndItsRecordAfterwards()
    {
        var call = new TestCalls(_bench.Time).MakeAnswered();
        await _bench.Get<CallLedger>().Begin(call).Written;
        Assert.Equal("open", (string?)JsonNode.Parse((await GetAsync(call.Id.ToString())).Body)!["outcome"]);
        await _bench.Get<CallLedger>().SettleAsync(call, null, 200, true);
        Assert.Equal("completed", (string?)JsonNode.Parse((await GetAsync(call.Id.ToString())).Body)!["outcome"]);
    }

    [Fact]
    public async Task ACallThatIsSettledWhileItIsAskedFor_IsFound()
    {
        var call = new TestCalls(_bench.Time).MakeAnswered();
        await _bench.Get<CallLedger>().Begin(call).Written;
        var settled = false;
        _bench.Tables.AfterRead = async table =>
        {
            if (table != OpenCalls.Table || settled) return;
            settled = true;
            await _bench.Get<CallLedger>().SettleAsync(call, null, 200, true);
        };
        Assert.Equal("completed", (string?)JsonNode.Parse((await GetAsync(call.Id.ToString())).Body)!["outcome"]);
    }

    public static TheoryData<string> NoCalls() =>
    [
        "x", "call_", "call_zz", "call_" + new string('f', 32), "call_" + new string('0', 32), "CALL_" + new string('0', 32),
        "call_019a0000000000" + new string('A', 18), new string('a', 5000), "é", "../x",
    ];

    [Theory]
    [MemberData(nameof(NoCalls))]
    public async Task AnUnknownId_IsNotFound(string id) => Assert.Equal((404, "not_found", null), (await GetAsync(id)).Error);

    [Theory]
    [InlineData("?key=abcdefghjkmn", 4)]
    [InlineData("?key=none", 0)]
    [InlineData("?project=a", 2)]
    [InlineData("?project=a&model=slow", 1)]
    [InlineData("?account=main", 1)]
    [InlineData("?outcome=failed", 1)]
    [InlineData("?outcome=Completed", 3)]
    [InlineData("?from=2026-01-01T01:00:00Z", 3)]
    [InlineData("?before=2026-01-01T01:00:00Z", 1)]
    [InlineData("?from=2026-01-01T01:00:00%2B01:00&before=2026-01-01T01:00:00.0000001Z", 2)]
    [InlineData("?from=2026-01-01&before=2026-01-02", 4)]
    [InlineData("?from=2026-01-02&before=2026-01-01", 0)]
    [InlineData("?key=", 4)]
    public async Task Filters_NarrowTheList(string query, int count)
    {
        await WriteAsync(id => TestRecords.Bare(id) with { Project = "a" });
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync(id => TestRecords.Bare(id) with { Project = "a", Model = "slow" });
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync(id => TestRecords.Bare(id) with { Account = "main" });
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync(id => TestRecords.Bare(id) with { Outcome = CallOutcome.Failed });
        Assert.Equal(count, JsonNode.Parse((await ListAsync(query)).Body)!["data"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?continuation=x", "continuation")]
    [InlineData("?continuation=MjAyNjAxMDEyNC94", "continuation")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=12:00", "from")]
    [InlineData("?from=1/2/2026", "from")]
    [InlineData("?from=2026-01-01T00:00:00 01:00", "from")]
    [InlineData("?before=2026-13-01", "before")]
    [InlineData("?before=99999999999", "before")]
    [InlineData("?outcome=ended", "outcome")]
    [InlineData("?outcome=1", "outcome")]
    [InlineData("?outcome=completed,failed", "outcome")]
    [InlineData("?outcome=open", "outcome")]
    [InlineData("?key=a&key=b", "key")]
    [InlineData("?from=2026-01-01&from=2026-01-02", "from")]
    [InlineData("?projct=a", "projct")]
    public async Task ABadQuery_IsRefused_NotPassedOver(string query, string param) =>
        Assert.Equal((400, "invalid_field", param), (await ListAsync(query)).Error);

    [Fact]
    public async Task Pages_JoinToTheWhole()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            _bench.Time.Advance(TimeSpan.FromMinutes(20));
            ids.Insert(0, (await WriteAsync(TestRecords.Bare)).ToString());
        }

        var listed = new List<string>();
        string? continuation = null;
        do
        {
            var page = JsonNode.Parse((await ListAsync($"?limit=3&continuation={continuation}")).Body)!;
            listed.AddRange(page["data"]!.AsArray().Select(call => (string)call!["id"]!));
            continuation = (string?)page["continuation"];
        }
        while (continuation is not null);
        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task WithoutStorage_ItSaysSo()
    {
        await ListAsync();
        _bench.Tables.Fault = TableFault.Unavailable;
        Assert.Equal((503, "storage_unavailable", null), (await ListAsync()).Error);
        Assert.Equal((503, "storage_unavailable", null), (await GetAsync(TestIds.Make(_bench.Time).NewCallId().ToString())).Error);
    }

    private async Task<CallId> WriteAsync(Func<CallId, CallRecord> record)
    {
        var id = _bench.Get<Ids>().NewCallId();
        await _bench.Get<RecordStore>().SettleAsync(record(id), id);
        return id;
    }

    private Task<ManagementBench.Answer> ListAsync(string query = "") => _bench.CallAsync(http => Calls.ListAsync(http, Token), query);

    private Task<ManagementBench.Answer> GetAsync(string id) => _bench.CallAsync(http => Calls.GetAsync(http, id, Token));
}
