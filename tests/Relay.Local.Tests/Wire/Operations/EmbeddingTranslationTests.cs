using System.Text;
using System.Text.Json;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Embeddings of OpenAI's callers at Gemini, and the other way round: the exact request, the exact answer.</summary>
public sealed class EmbeddingTranslationTests
{
    [Theory]
    [InlineData("""{"model":"m","input":"grüße \u00fc"}""",
        """{"requests":[{"model":"models/real","content":{"parts":[{"text":"grüße \u00fc"}]}}]}""",
        """{"embeddings":[{"values":[0.10,-1e-2,3]}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.10,-1e-2,3]}],"model":"m","usage":{"prompt_tokens":4,"total_tokens":4}}""")]
    [InlineData("""{"input":["a","b"],"dimensions":2,"user":"u","model":"m","encoding_format":"float"}""",
        """{"requests":[{"model":"models/real","content":{"parts":[{"text":"a"}]},"outputDimensionality":2},{"model":"models/real","content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}""",
        """{"usageMetadata":{"promptTokenCount":9},"embeddings":[{"values":[1,2]},{"values":[3.5,4]}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,2]},{"object":"embedding","index":1,"embedding":[3.5,4]}],"model":"m","usage":{"prompt_tokens":9,"total_tokens":9}}""")]
    [InlineData("""{"model":"m","input":"abcd","encoding_format":"base64"}""",
        """{"requests":[{"model":"models/real","content":{"parts":[{"text":"abcd"}]}}]}""",
        """{"embeddings":[{"values":[1,-0.5]}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAL8="}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    public async Task OpenAIsCaller_AtGemini_Json(string request, string sent, string answer, string got)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await OperationRelay.StartAsync(upstream, "google");

        using var response = await relay.PostAsync("/v1/embeddings", request);

        Assert.Equal(
            $"POST /v1/models/real:batchEmbedContents HTTP/1.1\r\nHost: {new Uri(upstream.BaseUrl).Authority}\r\nAccept-Encoding: identity\r\n"
            + $"x-goog-api-key: sandbox\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(sent)}\r\n\r\n{sent}",
            upstream.Requests.Single());
        Assert.Equal((200, got), ((int)response.StatusCode, await response.TextAsync()));
        var dropped = request.Contains("user", StringComparison.Ordinal) ? "user" : null;
        Assert.Equal(dropped, response.Headers.TryGetValues("x-relay-dropped", out var values) ? values.Single() : null);
    }

    [Theory]
    [InlineData("embedContent",
        """{"model":"models/m","content":{"parts":[{"text":"grüß"},{"text":" dich"}]},"outputDimensionality":2}""",
        """{"model":"real","input":["grüß dich"],"dimensions":2,"encoding_format":"float"}""",
        """{"data":[{"index":0,"embedding":[0.10,2]}],"usage":{"prompt_tokens":7,"total_tokens":7}}""",
        """{"embedding":{"values":[0.10,2]}}""")]
    [InlineData("batchEmbedContents",
        """{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"},{"model":"models/m","content":{"parts":[{"text":"b"}]}}]}""",
        """{"model":"real","input":["a","b"],"encoding_format":"float"}""",
        """{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":7,"total_tokens":7}}""",
        """{"embeddings":[{"values":[1,2]},{"values":[3,4]}]}""")]
    public async Task GeminisCaller_AtOpenAI_Json(string verb, string request, string sent, string answer, string got)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await OperationRelay.StartAsync(upstream, "groq");

        using var response = await relay.PostAsync($"/v1beta/models/m:{verb}", request);

        Assert.Equal(OperationRelay.Request(upstream, "embeddings", sent), upstream.Requests.Single());
        Assert.Equal((200, got), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal((7, 0, 7_000, false), await relay.UsedAsync(response));
        Assert.Equal("gemini", (await relay.RecordAsync(response)).GetProperty("dialect").GetString());
    }

    [Theory]
    [InlineData("embedContent", """{ "model":"models/m","content":{"parts":[{"text":"ü"}]},"new":1.0 }""", """{ "model":"models/real","content":{"parts":[{"text":"ü"}]},"new":1.0 }""")]
    [InlineData("batchEmbedContents", """{"requests":[{"model":"models/m","content":{"model":"inner"}},{"content":{}}]}""", """{"requests":[{"model":"models/real","content":{"model":"inner"}},{"content":{}}]}""")]
    [InlineData("countTokens", """{"generateContentRequest":{"model":"models/m","contents":[]}}""", """{"generateContentRequest":{"model":"models/real","contents":[]}}""")]
    public async Task GeminisCaller_AtGemini_Json(string verb, string request, string sent)
    {
        const string answer = """{"embedding":{"values":[0.10]},"totalTokens":7,"usageMetadata":{"promptTokenCount":7}}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await OperationRelay.StartAsync(upstream, "google");

        using var response = await relay.PostAsync($"/v1beta/models/m:{verb}", request);

        Assert.StartsWith($"POST /v1/models/real:{verb} HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + sent, upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal((200, answer), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal(verb == "countTokens" ? 0 : 7_000, (await relay.UsedAsync(response)).Cost);
    }

    [Theory]
    [InlineData("""{"model":"m","input":[1,2,3]}""", "untranslatable_field", "input")]
    [InlineData("""{"model":"m","user":"u","input":[1,2,3]}""", "untranslatable_field", "input")]
    [InlineData("""{"model":"m","input":[["x"]]}""", "untranslatable_field", "input")]
    [InlineData("""{"model":"m"}""", "missing_field", "input")]
    [InlineData("""{"model":"m","input":[]}""", "missing_field", "input")]
    [InlineData("""{"model":"m","input":7}""", "invalid_field", "input")]
    [InlineData("""{"model":"m","input":"\ud800"}""", "invalid_field", "input")]
    [InlineData("""{"model":"m","input":"x","dimensions":"2"}""", "invalid_field", "dimensions")]
    [InlineData("""{"model":"m","input":"x","encoding_format":"int8"}""", "invalid_field", "encoding_format")]
    public async Task WhatGeminiCannotTake_IsRefused_ByTheFieldsName(string request, string code, string param)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await OperationRelay.StartAsync(upstream, "google");

        using var response = await relay.PostAsync("/v1/embeddings", request);

        Assert.Equal((400, code, param), await response.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("embedContent", """{"content":{"parts":[{"inlineData":{"data":"AA"}}]}}""", "missing_field")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a","\ud800":1}]}}""", "untranslatable_field")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"},{"inlineData":{"data":"AA"}}]}}""", "untranslatable_field")]
    [InlineData("batchEmbedContents", """{"requests":[]}""", "missing_field")]
    [InlineData("batchEmbedContents", """{"requests":[7]}""", "invalid_field")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"a"}]},"outputDimensionality":3}]}""", "untranslatable_field")]
    [InlineData("embedContent", """{"model":7}""", "invalid_json")]
    public async Task WhatOpenAICannotTake_IsRefused_InGeminisForm(string verb, string request, string code)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await OperationRelay.StartAsync(upstream, "groq");

        using var response = await relay.PostAsync($"/v1beta/models/m:{verb}", request);

        using var json = JsonDocument.Parse(await response.TextAsync());
        Assert.Equal((400, code), ((int)response.StatusCode, json.RootElement.GetProperty("error").GetProperty("details")[0].GetProperty("reason").GetString()));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"embeddings":[]}""")]
    [InlineData("""{"embeddings":[{"values":["x"]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[2]}]}""")]
    [InlineData("""{"embeddings":[7]}""")]
    [InlineData("{\"embeddings\":[{\"values\":[1")]
    public async Task AnAnswerThatIsNone_Is502(string answer)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await OperationRelay.StartAsync(upstream, "google");

        using var response = await relay.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.Equal((502, "upstream_malformed", null), await response.ErrorAsync());
    }
}
