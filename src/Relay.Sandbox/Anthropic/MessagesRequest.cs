using System.Text.Json;

namespace Relay.Sandbox.Anthropic;

/// <summary>What the sandbox reads of a Messages request.</summary>
internal static class MessagesRequest
{
    /// <summary>Reads a body's root, in which <see cref="MessagesFaults"/> finds nothing.</summary>
    public static SandboxRequest Read(JsonElement root)
    {
        var messages = SandboxJson.ListOf(root, "messages");
        var last = messages.Count > 0 ? messages[^1] : default;
        return new()
        {
            Model = SandboxJson.TextOf(root, "model"),
            Stream = SandboxJson.IsTrue(root, "stream"),
            MaxTokens = SandboxJson.NumberOf(root, "max_tokens"),
            LastText = SandboxJson.ContentOf(last, "content") is { Length: > 0 } text
                ? text : string.Concat(SandboxJson.ListOf(last, "content").Select(part => SandboxJson.ContentOf(part, "content"))),
            HasToolResult = messages.AsEnumerable().Reverse().TakeWhile(message => SandboxJson.TextOf(message, "role") != "assistant")
                .SelectMany(message => SandboxJson.ListOf(message, "content")).Any(part => SandboxJson.TextOf(part, "type") == "tool_result"),
            FirstTool = SandboxJson.ListOf(root, "tools").Where(tool => SandboxJson.TextOf(tool, "name").Length > 0)
                .Select(tool => ToolCall.Of(SandboxJson.TextOf(tool, "name"), tool.TryGetProperty("input_schema", out var schema) ? schema : default))
                .FirstOrDefault(),
            PromptTokens = SandboxJson.TokensOf(
                [SandboxJson.ContentOf(root, "system"), .. messages.Select(message => SandboxJson.ContentOf(message, "content"))]),
        };
    }
}
