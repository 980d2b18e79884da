using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static Relay.Sandbox.SandboxJson;

namespace Relay.Sandbox.Gemini;

/// <summary>Gemini, as events.</summary>
/// <remarks>https://ai.google.dev/api/generate-content</remarks>
internal sealed class GeminiDialect : ISandboxDialect
{
    /// <summary>What seals the sandbox's reasoning and calls; it must come back as it is.</summary>
    private const string Signature = "c2FuZGJveA==";

    public string Malformed => "{\"candidates\":[";

    public bool HasKey(IHeaderDictionary headers) => headers.ContainsKey("x-goog-api-key");

    public bool Has(string? path) => GeminiRequest.Has(path ?? "");

    public SandboxFault? FaultOf(JsonElement body) => GeminiFaults.Of(body);

    public SandboxRequest? Read(JsonElement body, string? path) => GeminiRequest.Read(body, path ?? "");

    // https://cloud.google.com/apis/design/errors#http_mapping
    public string Error(int status, string code, string message, string? param = null)
    {
        var word = code != "sandbox_error" && !code.StartsWith("invalid_", StringComparison.Ordinal) ? code : status switch
        {
            400 => "INVALID_ARGUMENT",
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE",
            504 => "DEADLINE_EXCEEDED",
            _ => "INTERNAL",
        };
        return $$$"""{"error":{"code":{{{status}}},"message":{{{Quote(message)}}},"status":{{{Quote(word)}}}}}""";
    }

    public SandboxEvent ErrorEvent(string code) => new(null, Error(500, code, "As asked for."));

    public IEnumerable<SandboxEvent> Events(long id, SandboxRequest request, Answer answer, bool hasUsage)
    {
        foreach (var piece in answer.Reasoning) yield return Piece($$"""{"text":{{Quote(piece)}},"thought":true}""");
        foreach (var piece in answer.Text) yield return Piece($$"""{"text":{{Quote(piece)}}}""");
        // A call comes in one piece here, so that its tokens come at once.
        foreach (var call in answer.ToolCalls)
        {
            yield return Piece(Call(answer, call));
            for (var i = 1; i < call.Arguments.Count; i++) yield return Piece("""{"text":""}""");
        }

        yield return new(null, Chunk(id, request, answer, hasUsage, "", FinishOf(answer)), SandboxEventKind.End);

        SandboxEvent Piece(string part) => new(null, Chunk(id, request, answer, hasUsage, part, null), SandboxEventKind.Token);
    }

    public string Whole(long id, SandboxRequest request, Answer answer, bool hasUsage)
    {
        List<string> parts = [];
        if (answer.Reasoning.Count > 0) parts.Add($$"""{"text":{{Quote(string.Concat(answer.Reasoning))}},"thought":true}""");
        if (answer.Text.Count > 0) parts.Add($$"""{"text":{{Quote(string.Concat(answer.Text))}}}""");
        parts.AddRange(answer.ToolCalls.Select(call => Call(answer, call)));
        return Chunk(id, request, answer, hasUsage, string.Join(',', parts), FinishOf(answer));
    }

    private static string Chunk(long id, SandboxRequest request, Answer answer, bool hasUsage, string parts, string? finish) =>
        $$"""{"candidates":[{{string.Join(',', Enumerable.Range(0, request.Choices).Select(choice => Candidate(choice, parts, finish)))}}]{{(hasUsage ? Usage(request, answer) : "")}},"modelVersion":{{Quote(request.Model)}},"responseId":"sandbox-{{id}}"}""";

    private static string Candidate(int index, string parts, string? finish) =>
        $$"""{"content":{"parts":[{{parts}}],"role":"model"},{{(finish is null ? "" : $"\"finishReason\":\"{finish}\",")}}"index":{{index}}}""";

    // Thoughts are not among the candidates' tokens here.
    private static string Usage(SandboxRequest request, Answer answer) =>
        $$""","usageMetadata":{"promptTokenCount":{{request.PromptTokens}},"cachedContentTokenCount":{{request.CachedOf(answer)}},"candidatesTokenCount":{{request.Choices * (answer.Tokens - answer.Reasoning.Count)}},"thoughtsTokenCount":{{request.Choices * answer.Reasoning.Count}},"totalTokenCount":{{request.PromptTokens + (request.Choices * answer.Tokens)}}}""";

    // Arguments that a limit cut off are no JSON.
    private static string Call(Answer answer, ToolCall call) =>
        $$$"""{"functionCall":{"name":{{{Quote(call.Name)}}},"args":{{{(answer.FinishReason == "length" ? "{}" : call.Whole)}}},"id":{{{Quote(call.Id)}}}},"thoughtSignature":"{{{Signature}}}"}""";

    private static string FinishOf(Answer answer) => answer.FinishReason switch
    {
        null or "stop" or "tool_calls" => "STOP",
        "length" => "MAX_TOKENS",
        "content_filter" => "SAFETY",
        var other => other,
    };
}
