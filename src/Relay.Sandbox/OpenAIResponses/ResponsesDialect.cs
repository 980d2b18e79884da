using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static Relay.Sandbox.SandboxJson;

namespace Relay.Sandbox.OpenAIResponses;

/// <summary>OpenAI Responses.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesDialect : ISandboxDialect
{
    public string Malformed => "{\"type\":\"response.output_text.delta\",";

    public bool HasKey(IHeaderDictionary headers) =>
        headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    public SandboxFault? FaultOf(JsonElement body) => ResponsesFaults.Of(body);

    public SandboxRequest? Read(JsonElement body, string? path) => ResponsesRequest.Read(body);

    public string Error(int status, string code, string message, string? param = null) =>
        OpenAIChat.ChatJson.Error(message, OpenAIFaults.TypeOf(code, param), code, param);

    public SandboxEvent ErrorEvent(string code) =>
        new("error", $$"""{"type":"error","sequence_number":0,"code":{{Quote(code)}},"message":"As asked for.","param":null}""");

    public IEnumerable<SandboxEvent> Events(long id, SandboxRequest request, Answer answer, bool hasUsage)
    {
        var number = 0;
        yield return Event("response.created", $"\"response\":{Response("in_progress", "", "null", "null")}");
        yield return Event("response.in_progress", $"\"response\":{Response("in_progress", "", "null", "null")}");
        var items = new List<string>();
        foreach (var item in ResponsesItem.Of(id, answer))
        {
            var at = $"\"output_index\":{items.Count}";
            yield return Event("response.output_item.added", $"{at},\"item\":{item.Begun}");
            foreach (var (type, data, isToken) in item.Events)
            {
                yield return Event(type, $"\"item_id\":\"{item.Id}\",{at},{data}", isToken ? SandboxEventKind.Token : SandboxEventKind.Other);
            }

            yield return Event("response.output_item.done", $"{at},\"item\":{item.Done}");
            items.Add(item.Done);
        }

        yield return Event($"response.{StatusOf(answer)}", $"\"response\":{WholeOf(id, request, answer, hasUsage, items)}", SandboxEventKind.End);

        SandboxEvent Event(string type, string data, SandboxEventKind kind = SandboxEventKind.Other) =>
            new(type, $$"""{"type":"{{type}}","sequence_number":{{number++}},{{data}}}""", kind);

        string Response(string status, string output, string details, string usage) => ResponseOf(id, request, status, output, details, usage);
    }

    public string Whole(long id, SandboxRequest request, Answer answer, bool hasUsage) =>
        WholeOf(id, request, answer, hasUsage, ResponsesItem.Of(id, answer).Select(item => item.Done));

    private static string WholeOf(long id, SandboxRequest request, Answer answer, bool hasUsage, IEnumerable<string> items) => ResponseOf(
        id, request, StatusOf(answer), string.Join(',', items),
        answer.FinishReason == "length" ? """{"reason":"max_output_tokens"}""" : "null",
        hasUsage ? UsageOf(request, answer) : "null");

    private static string ResponseOf(long id, SandboxRequest request, string status, string output, string details, string usage) =>
        $$"""{"id":"resp_{{id}}","object":"response","created_at":{{Created}},"status":"{{status}}","error":null,"incomplete_details":{{details}},"instructions":null,"metadata":{},"model":{{Quote(request.Model)}},"output":[{{output}}],"parallel_tool_calls":true,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"usage":{{usage}}}""";

    private static string UsageOf(SandboxRequest request, Answer answer) =>
        $$$"""{"input_tokens":{{{request.PromptTokens}}},"input_tokens_details":{"cached_tokens":{{{request.CachedOf(answer)}}}},"output_tokens":{{{answer.Tokens}}},"output_tokens_details":{"reasoning_tokens":{{{answer.Reasoning.Count}}}},"total_tokens":{{{request.PromptTokens + answer.Tokens}}}}""";

    private static string StatusOf(Answer answer) => answer.FinishReason == "length" ? "incomplete" : "completed";
}
