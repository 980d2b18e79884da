using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>One path, four kinds of clients: each gets its own dialect's list, of the models that can serve it.</summary>
public sealed class ModelListWireTests
{
    private const string Config = """
        {
          "accounts": [
            {"id":"a","provider":"anthropic","models":["claude-x"]},
            {"id":"g","provider":"google","models":["gemini-x"]},
            {"id":"o","provider":"groq","models":["llama-x"]}
          ]
        }
        """;

    [Theory]
    [InlineData("/v1/models", "Authorization", "",
        """{"object":"list","data":[{"id":"claude-x","object":"model","created":0,"owned_by":"anthropic"},{"id":"gemini-x","object":"model","created":0,"owned_by":"google"},{"id":"llama-x","object":"model","created":0,"owned_by":"groq"},{"id":"sandbox","object":"model","created":0,"owned_by":"sandbox"}]}""")]
    [InlineData("/v1/models?limit=1000", "Authorization", "anthropic-version",
        """{"data":[{"type":"model","id":"claude-x","display_name":"claude-x","created_at":"1970-01-01T00:00:00Z"},{"type":"model","id":"gemini-x","display_name":"gemini-x","created_at":"1970-01-01T00:00:00Z"},{"type":"model","id":"llama-x","display_name":"llama-x","created_at":"1970-01-01T00:00:00Z"},{"type":"model","id":"sandbox","display_name":"sandbox","created_at":"1970-01-01T00:00:00Z"}],"has_more":false,"first_id":"claude-x","last_id":"sandbox"}""")]
    [InlineData("/v1/models", "x-goog-api-key", "",
        """{"models":[{"name":"models/claude-x","displayName":"claude-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/gemini-x","displayName":"gemini-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/llama-x","displayName":"llama-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/sandbox","displayName":"sandbox","supportedGenerationMethods":["generateContent","streamGenerateContent"]}]}""")]
    [InlineData("/v1beta/models", "Authorization", "",
        """{"models":[{"name":"models/claude-x","displayName":"claude-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/gemini-x","displayName":"gemini-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/llama-x","displayName":"llama-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]},{"name":"models/sandbox","displayName":"sandbox","supportedGenerationMethods":["generateContent","streamGenerateContent"]}]}""")]
    [InlineData("/v1/models?client_version=0.169.0", "Authorization", "", """{"models":[]}""")]
    [InlineData("/v1beta/models/gemini-x", "x-goog-api-key", "",
        """{"name":"models/gemini-x","displayName":"gemini-x","supportedGenerationMethods":["generateContent","streamGenerateContent"]}""")]
    [InlineData("/v1/models/claude-x", "x-api-key", "anthropic-version",
        """{"type":"model","id":"claude-x","display_name":"claude-x","created_at":"1970-01-01T00:00:00Z"}""")]
    public async Task EachClient_GetsItsOwnList(string path, string keyHeader, string marker, string expected)
    {
        await using var relay = await RunningRelay.StartAsync(Config);

        using var response = await GetAsync(relay, path, keyHeader, marker);

        Assert.Equal((200, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("/v1beta/models/nope", "", "\"status\":\"NOT_FOUND\"")]
    [InlineData("/v1/models/nope", "anthropic-version", "\"type\":\"not_found_error\"")]
    public async Task AModelThatCannotServeIt_IsNotThere(string path, string marker, string expected)
    {
        await using var relay = await RunningRelay.StartAsync(Config);

        using var response = await GetAsync(relay, path, "Authorization", marker);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningRelay relay, string path, string keyHeader, string marker)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Relay.Url, path));
        request.Headers.Add(keyHeader, (keyHeader == "Authorization" ? "Bearer " : "") + relay.Key);
        if (marker.Length > 0) request.Headers.Add(marker, "2023-06-01");
        return await relay.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
