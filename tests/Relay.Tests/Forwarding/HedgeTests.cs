using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Dialects;
using Relay.Forwarding;
using Relay.Health;
using Relay.Ingress;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Tests.Ledger;

namespace Relay.Tests.Forwarding;

public sealed class HedgeTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("OpenAIChat", """{"model":"m"}""", null, true)]
    [InlineData("OpenAIChat", """{"model":"m","store":true}""", null, false)]
    [InlineData("OpenAIChat", """{"model":"m","store":false}""", null, true)]
    [InlineData("OpenAIChat", """{"model":"m"}""", "main", false)]
    [InlineData("OpenAIResponses", """{"model":"m"}""", null, false)]
    [InlineData("OpenAIResponses", """ {"model":"m","store":true}""", null, false)]
    [InlineData("OpenAIResponses", """ {"model":"m","store":false}""", null, true)]
    [InlineData("OpenAIResponses", """{"model":"m","store":false,"store":true}""", null, false)]
    public void WhatLeavesSomethingAtTheProvider_OrContinuesIt_IsNeverSentTwice(string dialect, string body, string? pin, bool may)
    {
        var hedge = new Hedge(null!, new HealthBook(_time, new(NullLogger<HealthLog>.Instance)), _time);
        Assert.Equal(may, hedge.Count(Call(dialect, body), Plan(new HedgeConfig("m", 1), pin)) is not null);
    }

    [Fact]
    public void AModelThatDoesNotAskForIt_IsNeverHedged() =>
        Assert.Null(new Hedge(null!, new HealthBook(_time, new(NullLogger<HealthLog>.Instance)), _time).Count(Call("OpenAIChat", """{"model":"m"}"""), Plan(null, null)));

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.001")]
    [InlineData("0.3333")]
    [InlineData("1")]
    public void AShare_IsNeverExceeded_AndIsReached(string share)
    {
        var part = decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture);
        var shares = new HedgeShare();
        var taken = 0;
        for (var calls = 1; calls <= 5000; calls++)
        {
            shares.Count(part);
            if (shares.TryTake()) taken++;
            Assert.True(taken <= part * calls);
        }

        Assert.Equal((int)Math.Floor(part * 5000), taken);
    }

    [Fact]
    public void AShare_SavesUpNoMoreThanTen_AndWhatWasGivenBackIsThere()
    {
        var shares = new HedgeShare();
        for (var i = 0; i < 1000; i++) shares.Count(0.5m);
        for (var i = 0; i < HedgeShare.MostSaved; i++) Assert.True(shares.TryTake());
        Assert.False(shares.TryTake());
        shares.Return();
        Assert.True(shares.TryTake());
        Assert.False(shares.TryTake());
    }

    [Fact]
    public async Task AGatheredStream_IsReadOnceMoreFromItsBeginning_ThenToItsEnd()
    {
        await using var stream = new GatheringStream(new MemoryStream("0123456789"u8.ToArray()));
        var buffer = new byte[4];
        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), TestContext.Current.CancellationToken);
        Assert.Equal(6, stream.Gathered);
        stream.Rewind();
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal("0123456789", Encoding.UTF8.GetString(all.ToArray()));
        Assert.Equal(0, stream.Gathered);
    }

    private Call Call(string dialect, string json)
    {
        Assert.True(DialectCatalogue.Of(Enum.Parse<Dialect>(dialect)).Scan(Encoding.UTF8.GetBytes(json), null).Succeeded(out var request, out _));
        return new TestCalls(_time).Make(request, json);
    }

    private Plan Plan(HedgeConfig? hedge, string? pin) => new([])
    {
        Input = new() { Model = "m", Dialect = Dialect.OpenAIChat, Now = _time.GetUtcNow(), Seed = 1, Allowed = static _ => true, Pin = pin },
        Route = new("m", []) { Hedge = hedge },
    };
}
