using System.Text.Json;

namespace Relay.Sandbox.Gemini;

/// <summary>What the sandbox reads of a Gemini request, whose model and verb are in the path.</summary>
internal static class GeminiRequest
{
    /// <summary>Whether a path asks for a conversation.</summary>
    public static bool Has(string path) =>
        path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) || path.EndsWith(":generateContent", StringComparison.Ordinal);

    /// <summary>Reads a body's root, in which <see cref="GeminiFaults"/> finds nothing; null when the path asks for something else.</summary>
    public static SandboxRequest? Read(JsonElement root, string path)
    {
        var (model, stream) = path switch
        {
            _ when path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) => (path[..^":streamGenerateContent".Length], true),
            _ when path.EndsWith(":generateContent", StringComparison.Ordinal) => (path[..^":generateContent".Length], false),
            _ => ("", false),
        };
        if (model.Length == 0) return null;
        var contents = SandboxJson.ListOf(root, "contents");
        var last = contents.Count > 0 ? contents[^1] : default;
        var hasConfig = root.TryGetProperty("generationConfig", out var config);
        return new()
        {
            Model = model,
            Stream = stream,
            MaxTokens = hasConfig ? SandboxJson.NumberOf(config, "maxOutputTokens") : null,
            Choices = (hasConfig ? SandboxJson.NumberOf(config, "candidateCount") : null) ?? 1,
            LastText = SandboxJson.ContentOf(last, "parts") is { Length: > 0 } text
                ? text : string.Concat(SandboxJson.ListOf(last, "parts").Select(ResultOf)),
            HasToolResult = contents.AsEnumerable().Reverse().TakeWhile(content => SandboxJson.TextOf(content, "role") != "model")
                .SelectMany(content => SandboxJson.ListOf(content, "parts")).Any(part => part.TryGetProperty("functionResponse", out _)),
            FirstTool = SandboxJson.ListOf(root, "tools").SelectMany(tool => SandboxJson.ListOf(tool, "functionDeclarations"))
                .Where(tool => SandboxJson.TextOf(tool, "name").Length > 0)
                .Select(tool => ToolCall.Of(SandboxJson.TextOf(tool, "name"), SchemaOf(tool))).FirstOrDefault(),
            PromptTokens = SandboxJson.TokensOf(contents.Select(content => SandboxJson.ContentOf(content, "parts"))),
        };
    }

    // The members are the caller's own; Google's SDKs say output.
    private static string ResultOf(JsonElement part) =>
        part.TryGetProperty("functionResponse", out var result) && result.TryGetProperty("response", out var said)
            ? SandboxJson.TextOf(said, "output") : "";

    private static JsonElement SchemaOf(JsonElement tool) =>
        tool.TryGetProperty("parametersJsonSchema", out var schema) || tool.TryGetProperty("parameters", out schema) ? schema : default;
}
