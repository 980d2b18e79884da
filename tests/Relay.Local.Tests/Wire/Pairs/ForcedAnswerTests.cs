namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// The form of an answer, of a model that takes no schema for it (Claude before 4.5): it is made to call a tool, and the
/// caller gets the same bytes as of one that does.
/// </summary>
public sealed class ForcedAnswerTests(PairRelay relay) : IClassFixture<PairRelay>
{
    private const string Model = "claude-3-7-sonnet";
    private const string Schema = """{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task TheArguments_AreTheText_Json(string caller)
    {
        var its = PairCase.Read("Structured");
        var wire = its.Wire("answer", "messages", "messages")
            .Replace("""{"type":"text","text":"{\"n\":1}"}""", """{"type":"tool_use","id":"t1","name":"answer","input":{"n":1}}""", StringComparison.Ordinal)
            .Replace("end_turn", "tool_use", StringComparison.Ordinal);

        var answer = await relay.AskAsync(caller, Model, its.Find("request", caller)!, false, RawUpstream.Json(wire));

        Assert.Equal(
            $$$"""{"model":"{{{Model}}}","max_tokens":100,"tools":[{"name":"answer","input_schema":{{{Schema}}}}],"tool_choice":{"type":"tool","name":"answer"},"messages":[{"role":"user","content":"Count."}]}""",
            answer.Asked);
        Assert.Equal((200, its.Wire("answer", "messages", caller)), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task TheArguments_AreTheText_Streaming(string caller)
    {
        var its = PairCase.Read("Structured");
        var wire = its.Wire("stream", "messages", "messages")
            .Replace("""{"type":"text","text":""}""", """{"type":"tool_use","id":"t1","name":"answer","input":{}}""", StringComparison.Ordinal)
            .Replace("""{"type":"text_delta","text":""", """{"type":"input_json_delta","partial_json":""", StringComparison.Ordinal)
            .Replace("end_turn", "tool_use", StringComparison.Ordinal);

        var answer = await relay.AskAsync(caller, Model, its.Find("request", caller)!, true, RawUpstream.Events(wire));

        Assert.Equal(
            $$$"""{"model":"{{{Model}}}","max_tokens":100,"tools":[{"name":"answer","input_schema":{{{Schema}}}}],"tool_choice":{"type":"tool","name":"answer"},"messages":[{"role":"user","content":"Count."}],"stream":true}""",
            answer.Asked);
        Assert.Equal((200, its.Wire("stream", "messages", caller)), (answer.Status, answer.Body));
    }

    // Arguments are always an object, and behind the provider's own search the model is held to nothing.
    [Theory]
    [InlineData("""{"model":"{model}","messages":[{"role":"user","content":"Count."}],"web_search_options":{},"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{}}}}}""")]
    [InlineData("""{"model":"{model}","messages":[{"role":"user","content":"Count."}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"array","items":{"type":"string"}}}}}""")]
    public async Task WhatCannotBeSaidSo_IsRefused(string request)
    {
        var answer = await relay.AskAsync("chat", Model, request, false, RawUpstream.Json("{}"));

        Assert.Equal((400, ""), (answer.Status, answer.Asked));
        Assert.Contains("Anthropic has no place for response_format, and without it", answer.Body, StringComparison.Ordinal);
    }
}
