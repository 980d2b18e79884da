namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What a provider gets of a caller's body, byte for byte.</summary>
public sealed class ChatRequestTests
{
    [Theory]
    [InlineData("""{"model":"gpt","messages":[]}""", """{"model":"target","messages":[]}""")]
    [InlineData("""{ "messages" : [ ], "model" : "gpt" }""", """{ "messages" : [ ], "model" : "target" }""")]
    [InlineData("""{"mod\u0065l":"g\u0070t"}""", """{"mod\u0065l":"target"}""")]
    [InlineData("""{"model":"one","model":"two"}""", """{"model":"target","model":"target"}""")]
    [InlineData("""{"metadata":{"model":"mine"},"model":"gpt"}""", """{"metadata":{"model":"mine"},"model":"target"}""")]
    [InlineData("""{"model":"gpt","user":"日本 😀 \ud83d\ude00 \/"}""", """{"model":"target","user":"日本 😀 \ud83d\ude00 \/"}""")]
    [InlineData("""{"model":"gpt","n":1.0,"seed":12345678901234567890}""", """{"model":"target","n":1.0,"seed":12345678901234567890}""")]
    [InlineData("""{"model":"gpt","stream":false,"stream_options":null}""", """{"model":"target","stream":false,"stream_options":null}""")]
    [InlineData("""{"model":"gpt","stream":null}""", """{"model":"target","stream":null}""")]
    [InlineData("\r\n\t{\"model\":\"gpt\"}\n ", "\r\n\t{\"model\":\"target\"}\n ")]
    public async Task TheModel_IsTheTargets_Json(string body, string sent)
    {
        var spliced = await SplicedBody.OfAsync(body);

        Assert.Equal(sent, spliced.SentText);
        Assert.False(spliced.Request.Stream);
    }

    [Theory]
    [InlineData("""{"model":"gpt","stream":true}""", """{"stream_options":{"include_usage":true},"model":"target","stream":true}""")]
    [InlineData("""{ "stream":true,"model":"gpt"}""", """{"stream_options":{"include_usage":true}, "stream":true,"model":"target"}""")]
    [InlineData("""{"stream_options":null,"model":"gpt","stream":true}""", """{"stream_options":{"include_usage":true},"model":"target","stream":true}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{}}""", """{"model":"target","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{ }}""", """{"model":"target","stream":true,"stream_options":{"include_usage":true }}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{"a":[1]}}""", """{"model":"target","stream":true,"stream_options":{"include_usage":true,"a":[1]}}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{"include_usage": false}}""", """{"model":"target","stream":true,"stream_options":{"include_usage": true}}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{"include_usage":{"a":[]}}}""", """{"model":"target","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"gpt","stream":true,"stream_options":{},"stream_options":{}}""", """{"model":"target","stream":true,"stream_options":{"include_usage":true},"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"gpt","stream":false,"stream":true}""", """{"stream_options":{"include_usage":true},"model":"target","stream":false,"stream":true}""")]
    public async Task Usage_IsAskedFor_ThoughTheCallerDidNot_Streaming(string body, string sent)
    {
        var spliced = await SplicedBody.OfAsync(body);

        Assert.Equal(sent, spliced.SentText);
        Assert.True(spliced.Request.Stream);
        Assert.False(spliced.Request.UsageAsked);
    }

    [Fact]
    public async Task Usage_ThatTheCallerAskedFor_IsLeftAsItIs_Streaming()
    {
        var spliced = await SplicedBody.OfAsync("""{"model":"gpt","stream":true,"stream_options":{"include_usage":true,"a":1}}""");

        Assert.Equal("""{"model":"target","stream":true,"stream_options":{"include_usage":true,"a":1}}""", spliced.SentText);
        Assert.True(spliced.Request.UsageAsked);
    }

    [Fact]
    public async Task AProviderThatMayNotBeAskedForUsage_GetsTheModelOnly_Streaming()
    {
        var spliced = await SplicedBody.OfAsync("""{"model":"a","stream":true,"stream_options":{},"model":"b"}""");

        Assert.Equal(3, spliced.Request.Edits.Count);
        Assert.Equal([9, 55], spliced.Request.EditsOfModel.Select(edit => edit.Offset));
    }

    [Fact]
    public async Task ALongBody_IsSentWhole()
    {
        var text = string.Concat(Enumerable.Repeat("日本\\n", 200_000));
        var spliced = await SplicedBody.OfAsync($$"""{"messages":[{"content":"{{text}}"}],"model":"gpt"}""");

        Assert.Equal($$"""{"messages":[{"content":"{{text}}"}],"model":"target"}""", spliced.SentText);
    }

    [Theory]
    [InlineData("account/ns/model:v1")]
    [InlineData("g\\u0070t \\\"quoted\\\" \\ud83d\\ude00")]
    public async Task TheModelAskedFor_IsReadWithoutItsEscapes(string model)
    {
        var spliced = await SplicedBody.OfAsync($$"""{"model":"{{model}}"}""");

        Assert.Equal(System.Text.RegularExpressions.Regex.Unescape(model), spliced.Request.Model);
    }
}
