using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Forwarding;
using Relay.Ledger;
using Relay.Tests.Ledger;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Forwarding;

public sealed class CallerAnswerTests : IDisposable
{
    private const string KeepAlive = ": keep-alive\n\n";

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryStream _sent = new();
    private readonly HttpResponse _response = new DefaultHttpContext().Response;
    private readonly TaskCompletionSource _written = new();

    public CallerAnswerTests() => _response.Body = _sent;

    private string Sent => Encoding.UTF8.GetString(_sent.ToArray());

    [Fact]
    public async Task AStreamThatIsSilent_GetsHeadersAfterTenSeconds_ThenACommentEveryFifteen()
    {
        await using var answer = Make();
        _written.SetResult();

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(("", AnswerState.NothingSent), (Sent, answer.State));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((KeepAlive, AnswerState.HeadersSent), (Sent, answer.State));
        Assert.Equal("text/event-stream; charset=utf-8", _response.ContentType);

        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(KeepAlive, Sent);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(KeepAlive + KeepAlive, Sent);
    }

    [Fact]
    public async Task AnEvent_PutsTheNextCommentOff_AndCommits()
    {
        await using var answer = Make();
        _written.SetResult();
        _time.Advance(TimeSpan.FromSeconds(8));
        await answer.SendAsync("data: 1\n\n"u8.ToArray());
        Assert.Equal(AnswerState.Committed, answer.State);

        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal("data: 1\n\n", Sent);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("data: 1\n\n" + KeepAlive, Sent);
    }

    [Fact]
    public async Task BeforeTheCallIsDurablyOpen_NothingIsSent_NoCommentEither()
    {
        await using var answer = Make();
        _time.Advance(TimeSpan.FromSeconds(60));
        var sending = answer.SendAsync("data: 1\n\n"u8.ToArray());

        Assert.Equal("", Sent);
        Assert.False(sending.IsCompleted);

        _written.SetResult();
        await sending;
        // The comment that was due waits in front of the event.
        Assert.Equal(KeepAlive + "data: 1\n\n", Sent);
    }

    [Fact]
    public async Task WhatIsHeld_GoesOutBeforeTheFirstEvent_UnlessItsTargetFailed()
    {
        await using var answer = Make();
        _written.SetResult();
        answer.Hold("data: first\n\n"u8);
        answer.DropHeld();
        answer.Hold("data: second\n\n"u8);
        Assert.Equal("", Sent);

        await answer.SendAsync("data: 1\n\n"u8.ToArray());

        Assert.Equal("data: second\n\ndata: 1\n\n", Sent);
    }

    [Fact]
    public async Task AfterTheEnd_NoCommentComes()
    {
        var answer = Make();
        _written.SetResult();
        await answer.SendAsync("data: 1\n\n"u8.ToArray());
        await answer.DisposeAsync();

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("data: 1\n\n", Sent);
    }

    [Fact]
    public async Task AJsonAnswerThatIsLongInComing_IsKeptAliveByWhiteSpace_FromFiftySecondsOn()
    {
        await using var answer = Make(stream: false);
        _written.SetResult();
        _time.Advance(TimeSpan.FromSeconds(49.9));
        Assert.Equal(("", AnswerState.NothingSent), (Sent, answer.State));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((" ", AnswerState.HeadersSent, false), (Sent, answer.State, answer.IsEvents));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("  ", Sent);

        await answer.SendJsonAsync(201, "application/json; charset=utf-8", "{}"u8.ToArray());

        Assert.Equal(("  {}", 200, "application/json", null), (Sent, _response.StatusCode, _response.ContentType, _response.ContentLength));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("  {}", Sent);
    }

    [Fact]
    public async Task AJsonAnswer_GetsNoWhiteSpace_WhereTheConfigSaysSo()
    {
        await using var answer = Make(stream: false, more: """, "keep_alive":{"json_after_seconds":0}""");
        _written.SetResult();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("", AnswerState.NothingSent), (Sent, answer.State));
    }

    [Fact]
    public async Task AJsonAnswerThatComesInTime_IsSentAsItIs()
    {
        await using var answer = Make(stream: false);
        _written.SetResult();
        _time.Advance(TimeSpan.FromSeconds(40));

        await answer.SendJsonAsync(200, "application/json", "{}"u8.ToArray());

        Assert.Equal(("{}", "application/json", 2L), (Sent, _response.ContentType, _response.ContentLength));
    }

    public void Dispose() => _sent.Dispose();

    private CallerAnswer Make(bool stream = true, string more = "")
    {
        var calls = new TestCalls(_time) { Config = Configs.Snapshot($"{{{TestCalls.Accounts}{more}}}") };
        var call = calls.Make(stream: stream);
        call.Open = new OpenCall { Written = _written.Task };
        return new(_response, call, _time, TestContext.Current.CancellationToken);
    }
}
