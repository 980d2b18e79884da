using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Forwarding;
using Relay.Health;
using Relay.Management;
using Relay.Testing.Storage;
using Relay.Tests.Ledger;

namespace Relay.Tests.Health;

public sealed class StatusTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestTables _store = new();
    private readonly TestCalls _calls;

    public StatusTests() => _calls = new TestCalls(_time);

    [Fact]
    public async Task WhatIsCounted_IsSummedOverInstances_AndWindows()
    {
        var (one, two) = (Book(1), Book(2));
        one.Count(Answered(), null);
        one.Count(Failed(), UpstreamFailures.Unreachable());
        await WriteAsync(one, two);
        _time.Advance(TimeSpan.FromHours(3));
        two.Count(Answered(), null);
        await WriteAsync(one, two);
        await WriteAsync(one, two);

        var model = (await StatusAsync()).GetProperty("models")[0];

        Assert.Equal("priced", model.GetProperty("model").GetString());
        Assert.Equal([(1, 1.0), (3, 0.66667), (3, 0.66667)], Windows(model, "calls", "availability"));
        var provider = Assert.Single(model.GetProperty("providers").EnumerateArray());
        Assert.Equal("OpenAI", provider.GetProperty("provider").GetString());
        Assert.Equal([(1, 0.0), (3, 0.33333), (3, 0.33333)], Windows(provider, "attempts", "error_rate"));
    }

    // Somebody asks a chat model for embeddings: nothing that others should worry about.
    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task WhatAnAccountLacksBesideConversations_IsNotShown(int status)
    {
        var book = Book(1);
        var lacking = _calls.Make();
        var failure = UpstreamFailures.FromStatus(status, "no_such_thing", null, null, isOfOperation: true);
        TestCalls.Send(lacking).End(failure);
        book.Count(lacking, failure);
        book.Count(Answered(), null);
        await WriteAsync(book);

        var model = (await StatusAsync()).GetProperty("models")[0];

        Assert.Equal([(1, 1.0), (1, 1.0), (1, 1.0)], Windows(model, "calls", "availability"));
    }

    [Fact]
    public async Task ACallersOwnMistake_AndAModelThatIsNotListed_AreNotShown()
    {
        var book = Book(1);
        var mistaken = _calls.Make();
        var failure = UpstreamFailures.FromStatus(400, null, null, null);
        TestCalls.Send(mistaken).End(failure);
        book.Count(mistaken, failure);
        book.Count(new TestCalls(_time) { Config = Relay.Tests.Routing.Config.Configs.Snapshot("""{"accounts":[{"id":"main","provider":"openai","models":["secret*"]}]}""") }
            .MakeAnswered("secret-name"), null);
        await WriteAsync(book);

        var text = (await StatusAsync()).GetRawText();

        Assert.DoesNotContain("priced", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("main", text, StringComparison.Ordinal);
        Assert.Contains("\"other\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatStorageDidNotTake_IsWrittenTheNextTime()
    {
        var book = Book(1);
        book.Count(Answered(), null);
        _store.Fault = Relay.Storage.TableFault.Unavailable;
        await Assert.ThrowsAsync<Relay.Storage.TableStoreException>(() => WriteAsync(book));
        _store.Fault = null;
        await WriteAsync(book);

        Assert.Equal(1, (await StatusAsync()).GetProperty("models")[0].GetProperty("windows").GetProperty("1h").GetProperty("calls").GetInt32());
    }

    // Its caller had it from the first attempt, after 12 ms.
    [Fact]
    public async Task ATextThatWasContinued_HasOneFirstToken()
    {
        var book = Book(1);
        var call = _calls.Make(stream: true);
        var first = TestCalls.Send(call);
        _time.Advance(TimeSpan.FromMilliseconds(12));
        first.NoteToken();
        first.End(UpstreamFailures.Truncated());
        _time.Advance(TimeSpan.FromSeconds(100));
        var second = call.Begin(first.Target, continues: true);
        second.NoteToken();
        second.End(null);
        book.Count(call, null);
        await WriteAsync(book);

        var window = (await StatusAsync()).GetProperty("models")[0].GetProperty("windows").GetProperty("1h");

        Assert.Equal((1, 15.0), (window.GetProperty("calls").GetInt32(), window.GetProperty("first_token_p95_ms").GetDouble()));
    }

    [Fact]
    public async Task WhatNoWindowReaches_IsDeleted()
    {
        var book = Book(1);
        book.Count(Answered(), null);
        await WriteAsync(book);
        _time.Advance(TimeSpan.FromDays(92));
        var report = new StatusReport(_store, _time);

        Assert.Equal(4, await report.DeleteOldAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_store.Rows(HealthRow.Table));
    }

    [Fact]
    public void AQuantile_IsTheUpperEndOfItsBucket()
    {
        var histogram = new FirstTokenHistogram();
        for (var i = 0; i < 19; i++) histogram.Add(TimeSpan.FromMilliseconds(12));
        histogram.Add(TimeSpan.FromSeconds(100));

        Assert.Equal((15.0, 15.0), (histogram.Quantile(0.5), histogram.Quantile(0.95)));
        Assert.InRange(histogram.Quantile(1)!.Value, 100_000, 150_000);
        Assert.Equal(histogram.ToString(), FirstTokenHistogram.Parse(histogram.ToString()).ToString());
        Assert.Null(new FirstTokenHistogram().Quantile(0.5));
        Assert.Null(FirstTokenHistogram.Parse("x,-1,,99999999999999999999").Quantile(0.5));
    }

    private StatusBook Book(int seed) => new(_store, TestIds.Make(_time, seed), _time);

    private Relay.Ingress.Call Answered() => _calls.MakeAnswered();

    private Relay.Ingress.Call Failed()
    {
        var call = _calls.Make();
        TestCalls.Send(call).End(UpstreamFailures.Unreachable());
        return call;
    }

    private static async Task WriteAsync(params StatusBook[] books)
    {
        foreach (var book in books) await book.WriteAsync(TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> StatusAsync()
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await new StatusEndpoint(new StatusReport(_store, _time)).GetAsync(http, TestContext.Current.CancellationToken);
        Assert.Equal(200, http.Response.StatusCode);
        return JsonDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).RootElement;
    }

    private static IEnumerable<(int Tried, double Rate)> Windows(JsonElement subject, string tried, string rate) =>
        ((string[])["1h", "24h", "90d"]).Select(name => subject.GetProperty("windows").GetProperty(name))
            .Select(window => (window.GetProperty(tried).GetInt32(), window.GetProperty(rate).GetDouble()));
}
