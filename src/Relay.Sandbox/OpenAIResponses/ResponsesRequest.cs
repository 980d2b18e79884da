using System.Text.Json;

namespace Relay.Sandbox.OpenAIResponses;

/// <summary>What the sandbox reads of a Responses request.</summary>
internal static class ResponsesRequest
{
    /// <summary>Reads a body's root, in which <see cref="ResponsesFaults"/> finds nothing.</summary>
    public static SandboxRequest Read(JsonElement root)
    {
        var items = SandboxJson.ListOf(root, "input");
        var last = items.Count > 0 ? items[^1] : default;
        var text = SandboxJson.TextOf(root, "input");
        return new()
        {
            Model = SandboxJson.TextOf(root, "model"),
            Stream = SandboxJson.IsTrue(root, "stream"),
            MaxTokens = SandboxJson.NumberOf(root, "max_output_tokens"),
            LastText = text.Length > 0 ? text
                : SandboxJson.ContentOf(last, "content") is { Length: > 0 } content ? content : SandboxJson.ContentOf(last, "output"),
            HasToolResult = items.AsEnumerable().Reverse()
                .TakeWhile(item => SandboxJson.TextOf(item, "type") is not ("function_call" or "custom_tool_call") && SandboxJson.TextOf(item, "role") != "assistant")
                .Any(item => SandboxJson.TextOf(item, "type") is "function_call_output" or "custom_tool_call_output"),
            FirstTool = SandboxJson.ListOf(root, "tools")
                // Codex sends its own among the input.
                .Concat(items.Where(item => SandboxJson.TextOf(item, "type") == "additional_tools").SelectMany(item => SandboxJson.ListOf(item, "tools")))
                .Where(tool => SandboxJson.TextOf(tool, "type") == "function")
                .Select(tool => ToolCall.Of(SandboxJson.TextOf(tool, "name"), tool.TryGetProperty("parameters", out var schema) ? schema : default))
                .FirstOrDefault(),
            PromptTokens = SandboxJson.TokensOf(
                [SandboxJson.TextOf(root, "instructions"), text, .. items.Select(item => SandboxJson.ContentOf(item, "content"))]),
        };
    }
}
