using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Tests.Ledger;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Forwarding;

/// <summary>What keeps a silent stream alive, and how one that breaks ends, in each dialect's own form.</summary>
public sealed class StreamKeepAliveTests : IDisposable
{
    private const string Comment = ": keep-alive\n\n";
    private const string Ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    private const string ChatRole = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string ChatText = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";
    private const string MessageStart = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"usage\":{\"input_tokens\":1}}}\n\n";
    private const string MessageText = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"word\"}}\n\n";
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":4,\"response\":{\"id\":\"r\",\"output\":[]}}\n\n";
    private const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":9,\"delta\":\"word\"}\n\n";
    private const string GeminiText = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"word\"}]}}]}\r\n\r\n";

    private static readonly Failure Broken = UpstreamFailures.Truncated();

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryStream _sent = new();
    private readonly HttpResponse _response = new DefaultHttpContext().Response;
    private readonly SteppedStream _provider = new();
    private CallerAnswer _answer = null!;
    private Dialect _dialect;
    private Task<Failure?> _forwarding = null!;

    public StreamKeepAliveTests() => _response.Body = _sent;

    [Fact]
    public async Task Responses_Translated_CommentsFirst_ThenEventsInOneCount_AndAFailureInTheAnswer()
    {
        await StartAsync(Dialect.OpenAIResponses, "cerebras", """{"model":"m","stream":true,"input":"x"}""");
        _time.Advance(TimeSpan.FromSeconds(10));
        await _provider.GiveAsync(ChatRole);
        // Held: another target can still answer.
        _time.Advance(TimeSpan.FromSeconds(109));
        Assert.Equal((string.Concat(Enumerable.Repeat(Comment, 8)), AnswerState.HeadersSent), (Take(), _answer.State));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AnswerState.Committed, _answer.State);
        _time.Advance(TimeSpan.FromSeconds(15));
        await _provider.GiveAsync(ChatText);
        _time.Advance(TimeSpan.FromSeconds(15));
        await _provider.GiveAsync(ChatText);
        await BreakAsync();

        var events = DataOf(Take());
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.in_progress", "response.in_progress",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta", "keepalive",
                "response.output_text.delta", "response.failed",
            ],
            events.Select(data => data.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => data.GetProperty("sequence_number").GetInt32()));
        Assert.Equal("upstream_truncated", events[^1].GetProperty("response").GetProperty("error").GetProperty("reason").GetString());
        Assert.Single(events.Where(data => data.TryGetProperty("response", out _)).Select(data => data.GetProperty("response").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Responses_Native_KeepAliveHasTheNumberOfTheEventBefore_AndTheEndIsAnErrorEvent()
    {
        const string First = "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":4}\n\n";
        await StartAsync(Dialect.OpenAIResponses, "openai", "{}");
        await _provider.GiveAsync(Created);
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(string.Concat(Enumerable.Repeat(Comment, 8)), Take());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Created + First, AnswerState.Committed), (Take(), _answer.State));

        await _provider.GiveAsync(Delta);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Delta + First.Replace('4', '9'), Take());

        await BreakAsync();
        Assert.StartsWith("event: error\ndata: {\"type\":\"error\",", Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", MessageStart, MessageText)]
    [InlineData("cerebras", ChatRole, ChatText)]
    public async Task Messages_CommentsBeforeItBegan_ThenPings(string provider, string start, string text)
    {
        await StartAsync(Dialect.Anthropic, provider, """{"model":"m","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"x"}]}""");
        await _provider.GiveAsync(start);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Comment, Take());

        await _provider.GiveAsync(text);
        Assert.StartsWith("event: message_start\n", Take(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Ping, Take());
        // The next event is sent once, and alone.
        await _provider.GiveAsync(text);
        Assert.StartsWith("event: content_block_delta\n", Take(), StringComparison.Ordinal);

        await BreakAsync();
        Assert.StartsWith("event: error\ndata: {\"type\":\"error\",", Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "cerebras", ChatRole, ChatText, """{"model":"m","stream":true,"messages":[]}""")]
    [InlineData("gemini", "google", "data: {}\r\n\r\n", GeminiText, "{}")]
    [InlineData("gemini", "cerebras", ChatRole, ChatText, """{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""")]
    public async Task Chat_Comments_Gemini_EmptyTexts_AndTheTargetMayChangeAsLongAsNothingCame(
        string dialect, string provider, string start, string text, string body)
    {
        var alive = dialect == "chat" ? Comment : "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n";
        await StartAsync(dialect == "chat" ? Dialect.OpenAIChat : Dialect.Gemini, provider, body);
        await _provider.GiveAsync(start);
        _time.Advance(TimeSpan.FromSeconds(130));
        Assert.Equal((string.Concat(Enumerable.Repeat(alive, 9)), AnswerState.HeadersSent), (Take(), _answer.State));

        await _provider.GiveAsync(text);
        Assert.Contains("word", Take(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(alive, Take());
    }

    [Theory]
    [InlineData("google", GeminiText, "{}")]
    [InlineData("cerebras", ChatText, """{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""")]
    public async Task AnArray_WhiteSpace_AndAnErrorForItsLastElement(string provider, string text, string body)
    {
        await StartAsync(Dialect.Gemini, provider, body, asArray: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(("application/json", AnswerState.HeadersSent), (_response.ContentType, _answer.State));
        await _provider.GiveAsync(text);
        _time.Advance(TimeSpan.FromSeconds(15));
        await _provider.GiveAsync(text);
        await BreakAsync();

        var sent = Take();
        Assert.StartsWith(" [{", sent, StringComparison.Ordinal);
        Assert.Contains("} ,\r\n{", sent, StringComparison.Ordinal);
        using var array = JsonDocument.Parse(sent);
        Assert.Equal([false, false, true], array.RootElement.EnumerateArray().Select(element => element.TryGetProperty("error", out _)));
    }

    [Fact]
    public async Task AnArrayOfWhichNothingCame_IsAnErrorAlone()
    {
        await StartAsync(Dialect.Gemini, "google", "{}", asArray: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        await BreakAsync();

        using var array = JsonDocument.Parse(Take());
        Assert.Equal(502, Assert.Single(array.RootElement.EnumerateArray()).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task WhatATargetThatFailedBegan_IsNotSentAfterItsEnd()
    {
        await StartAsync(Dialect.OpenAIResponses, "openai", "{}");
        await _provider.GiveAsync(Created);
        _provider.End();
        Assert.NotNull(await _forwarding);

        _time.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(AnswerState.HeadersSent, _answer.State);
        Assert.DoesNotContain("response.created", Take(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _sent.Dispose();
        _provider.Dispose();
    }

    private async Task StartAsync(Dialect dialect, string provider, string body, bool asArray = false)
    {
        _dialect = dialect;
        var config = Configs.Snapshot($$"""
            {"accounts":[{"id":"up0","provider":"{{provider}}"}],"models":[{"name":"m","targets":[{"account":"up0","model":"real"}]}]}
            """);
        var request = new CallRequest { Dialect = dialect, Model = "m", Stream = true, AsArray = asArray, UsageAsked = true, Edits = [] };
        var call = new TestCalls(_time) { Config = config }.Make(request, body);
        call.Open = new OpenCall { Written = Task.CompletedTask };
        _answer = new(_response, call, _time, TestContext.Current.CancellationToken);
        var attempt = call.Begin(config.Find("m")!.Targets.Single());
        _forwarding = ForwardAsync(call, attempt);
        await _provider.BeginAsync();
    }

    private async Task<Failure?> ForwardAsync(Call call, Attempt attempt)
    {
        using var deadline = new Deadline(_time, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        using var response = new HttpResponseMessage { Content = new StreamContent(_provider) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(StreamForwarder.EventStream);
        var idle = TimeSpan.FromHours(1);
        if (attempt.Endpoint.Dialect == attempt.Caller)
            return await StreamForwarder.ForwardAsync(usageAsked: true, attempt, response, _answer, idle, deadline);
        Assert.True(Translation.Begin(call, attempt).Succeeded(out var translation, out _));
        return await TranslatedStreamForwarder.ForwardAsync((Translation)translation, attempt, response, _answer, idle, deadline);
    }

    // As the pipeline ends it.
    private async Task BreakAsync()
    {
        _provider.End();
        Assert.Equal(Broken.Code, (await _forwarding)?.Code);
        await _answer.SendLastAsync(Broken, DialectCatalogue.Of(_dialect));
        await _answer.DisposeAsync();
    }

    private string Take()
    {
        var text = Encoding.UTF8.GetString(_sent.ToArray());
        _sent.SetLength(0);
        return text;
    }

    private static List<JsonElement> DataOf(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line[6..]))];
}
