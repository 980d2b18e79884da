using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>OpenAI Chat.</summary>
internal sealed class ChatDialect : ISandboxDialect
{
    public string Malformed => "{\"choices\":[";

    public bool HasKey(IHeaderDictionary headers) =>
        headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    public SandboxFault? FaultOf(JsonElement body) => ChatFaults.Of(body);

    public SandboxRequest? Read(JsonElement body, string? path) => ChatRequest.Read(body);

    public string Error(int status, string code, string message, string? param = null) =>
        ChatJson.Error(message, OpenAIFaults.TypeOf(code, param), code, param);

    public SandboxEvent ErrorEvent(string code) => new(null, ChatJson.Error("As asked for.", "sandbox_error", code));

    public IEnumerable<SandboxEvent> Events(long id, SandboxRequest request, Answer answer, bool hasUsage)
    {
        foreach (var (delta, isToken) in ChatJson.Deltas(answer))
        {
            for (var choice = 0; choice < request.Choices; choice++)
                yield return new(null, ChatJson.Chunk(id, request.Model, choice, delta), isToken && choice == 0 ? SandboxEventKind.Token : SandboxEventKind.Other);
        }

        for (var choice = 0; choice < request.Choices; choice++) yield return new(null, ChatJson.Chunk(id, request.Model, choice, "{}", FinishOf(answer)));
        if (hasUsage && request.IncludeUsage)
            yield return new(null, ChatJson.UsageChunk(id, request.Model, ChatJson.Usage(request, answer)));
        yield return new(null, "[DONE]", SandboxEventKind.End);
    }

    public string Whole(long id, SandboxRequest request, Answer answer, bool hasUsage) =>
        ChatJson.Whole(id, request, answer, FinishOf(answer), hasUsage ? ChatJson.Usage(request, answer) : null);

    private static string FinishOf(Answer answer) => answer.FinishReason ?? (answer.ToolCalls.Count > 0 ? "tool_calls" : "stop");
}
