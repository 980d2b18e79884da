using System.Text.Json;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>What the sandbox reads of a chat request.</summary>
internal static class ChatRequest
{
    /// <summary>Reads a body's root, in which <see cref="ChatFaults"/> finds nothing.</summary>
    public static SandboxRequest Read(JsonElement root)
    {
        var messages = SandboxJson.ListOf(root, "messages");
        return new()
        {
            Model = SandboxJson.TextOf(root, "model"),
            Stream = SandboxJson.IsTrue(root, "stream"),
            IncludeUsage = root.TryGetProperty("stream_options", out var options) && SandboxJson.IsTrue(options, "include_usage"),
            MaxTokens = SandboxJson.NumberOf(root, "max_completion_tokens", "max_tokens"),
            Choices = SandboxJson.NumberOf(root, "n") ?? 1,
            LastText = messages.Count > 0 ? SandboxJson.ContentOf(messages[^1], "content") : "",
            HasToolResult = messages.AsEnumerable().Reverse().TakeWhile(message => SandboxJson.TextOf(message, "role") != "assistant")
                .Any(message => SandboxJson.TextOf(message, "role") == "tool"),
            FirstTool = ToolOf(root),
            PromptTokens = SandboxJson.TokensOf(messages.Select(message => SandboxJson.ContentOf(message, "content"))),
        };
    }

    private static ToolCall? ToolOf(JsonElement root)
    {
        foreach (var tool in SandboxJson.ListOf(root, "tools"))
        {
            if (tool.TryGetProperty("function", out var function) && SandboxJson.TextOf(function, "name") is { Length: > 0 } name)
                return ToolCall.Of(name, function.TryGetProperty("parameters", out var schema) ? schema : default);
        }

        return null;
    }
}
