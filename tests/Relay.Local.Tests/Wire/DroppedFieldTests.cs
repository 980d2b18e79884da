using Relay.Ingress;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What translation leaves out is said to the caller and kept in the record, or refused when the caller asks for that.</summary>
public sealed class DroppedFieldTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"x"}],"user":"u1"}""";

    [Fact]
    public async Task WhatIsDropped_IsInTheRecord()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, Body, null);

        Assert.Equal("user", response.Headers.GetValues("x-relay-dropped").Single());
        var attempt = (await relay.RecordAsync(response)).GetProperty("attempts")[0];
        Assert.Equal(["user"], attempt.GetProperty("dropped").EnumerateArray().Select(field => field.GetString()));
    }

    [Fact]
    public async Task AStrictCall_IsRefused_AndNothingIsSent()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, Body, "true");

        Assert.Equal(
            (400, """{"error":{"message":"Google Gemini has no place for user, and x-relay-strict asks that nothing be dropped. Leave it out, or ask for a model that takes it.","type":"invalid_request_error","param":"user","code":"untranslatable_field"}}"""),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("/v1/messages", "tools[0]", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"bash_20250124","name":"bash"}]}""")]
    [InlineData("/v1/responses", "tools[0]", """{"model":"m","input":"x","tools":[{"type":"code_interpreter","container":{"type":"auto"}}]}""")]
    [InlineData("/v1/responses", "input[1]", """{"model":"m","input":[{"role":"user","content":"x"},{"type":"dream"}]}""")]
    [InlineData("/v1/chat/completions", "tools[0]", """{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"dream"}]}""")]
    public async Task AProvidersOwnTool_OfAStrictCall_IsRefused(string path, string field, string body)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, body, "true", path);

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains($"Google Gemini has no place for {field}, and x-relay-strict asks that nothing be dropped.", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("codeExecution")]
    [InlineData("urlContext")]
    [InlineData("googleMaps")]
    public async Task AToolOfGooglesOwn_OfAStrictCall_IsRefused(string tool)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "mistral");

        using var response = await PostAsync(
            relay, $$$"""{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"{{{tool}}}":{}}]}""", "true", "/v1beta/models/m:generateContent");

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains($" has no place for tools[0].{tool}, and x-relay-strict asks that nothing be dropped.", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task ManyDroppedFields_FitIntoAHeader()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");
        var messages = string.Join(',', Enumerable.Range(0, 5000).Select(_ => """{"role":"user","content":"x","odd\r\nname":1}"""));

        using var response = await PostAsync(relay, $$"""{"model":"m","messages":[{{messages}}]}""", null);

        var dropped = response.Headers.GetValues("x-relay-dropped").Single().Split(", ");
        Assert.Equal((200, 32, "messages[0].*"), ((int)response.StatusCode, dropped.Length, dropped[0]));
    }

    private static Task<HttpResponseMessage> PostAsync(RunningRelay relay, string body, string? strict, string path = "/v1/chat/completions")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        if (strict is not null) request.Headers.Add(CallHeaders.Strict, strict);
        return relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
