using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox.Anthropic;

/// <summary>Anthropic Messages.</summary>
internal sealed class MessagesDialect : ISandboxDialect
{
    public string Malformed => "{\"type\":\"content_block_delta\",";

    public bool HasKey(IHeaderDictionary headers) => headers.ContainsKey("x-api-key") && headers.ContainsKey("anthropic-version");

    public SandboxFault? FaultOf(JsonElement body) => MessagesFaults.Of(body);

    public SandboxRequest? Read(JsonElement body, string? path) => MessagesRequest.Read(body);

    public string Error(int status, string code, string message, string? param = null) => MessagesJson.Error(TypeOf(status, code), message);

    public SandboxEvent ErrorEvent(string code) => new("error", MessagesJson.Error(code, "As asked for."));

    public IEnumerable<SandboxEvent> Events(long id, SandboxRequest request, Answer answer, bool hasUsage)
    {
        yield return new("message_start", MessagesJson.Start(id, request, answer, hasUsage));
        var index = 0;
        foreach (var (head, deltas) in MessagesJson.Blocks(answer))
        {
            yield return new("content_block_start", MessagesJson.BlockStart(index, head));
            foreach (var (delta, isToken) in deltas)
                yield return new("content_block_delta", MessagesJson.BlockDelta(index, delta), isToken ? SandboxEventKind.Token : SandboxEventKind.Other);
            yield return new("content_block_stop", MessagesJson.BlockStop(index++));
        }

        yield return new("message_delta", MessagesJson.Delta(FinishOf(answer), hasUsage ? answer.Tokens : null));
        yield return new("message_stop", """{"type":"message_stop"}""", SandboxEventKind.End);
    }

    public string Whole(long id, SandboxRequest request, Answer answer, bool hasUsage) =>
        MessagesJson.Whole(id, request, answer, FinishOf(answer), hasUsage);

    // https://platform.claude.com/docs/en/api/errors
    private static string TypeOf(int status, string code) => code != "sandbox_error" && !code.StartsWith("invalid_", StringComparison.Ordinal) ? code : status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        _ => "api_error",
    };

    private static string FinishOf(Answer answer) => (answer.FinishReason ?? (answer.ToolCalls.Count > 0 ? "tool_calls" : "stop")) switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        "content_filter" => "refusal",
        var other => other,
    };
}
