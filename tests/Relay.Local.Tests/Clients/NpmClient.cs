using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Local.Tests.Clients;

/// <summary>A client of npm, and what comes of each scenario when all is well.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Dialect">What it speaks, for people.</param>
/// <param name="Script">The file that drives it.</param>
/// <param name="Provider">Which of its providers is used; null where it has only one.</param>
/// <param name="Expected">What comes of each scenario that is its own.</param>
internal sealed record NpmClient(string Name, string Dialect, string Script, string? Provider, IReadOnlyDictionary<string, string> Expected)
{
    /// <summary>What every client says when it is asked for text.</summary>
    public const string Prompt = "Grüße 👋 there";

    /// <summary>The picture that every client shows, that of <c>scenarios.mjs</c>: a PNG of one pixel, in base64.</summary>
    public const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private const string City = """{"city":"sandbox"}""";

    // As JavaScript writes it; used by what comes below.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every client.</summary>
    public static IReadOnlyList<NpmClient> All { get; } =
    [
        new("openai", "OpenAI Chat", "openai-chat.mjs", null, Own("tool_calls", "stop", [true, 429, "3"], [true, "model_not_found"])),
        new("openai (responses)", "OpenAI Responses", "openai-responses.mjs", null,
            Own("completed", "completed", [true, 429], [true, 404])),
        new("@anthropic-ai/sdk", "Messages", "anthropic.mjs", null, Own("tool_use", "end_turn", [true, 429, "3"], [true, "not_found_error"])),
        new("@google/genai", "Gemini", "google.mjs", null, Own("STOP", "STOP", [true, 429], [true, 404])),
        new("ai, @ai-sdk/openai", "OpenAI Responses", "ai.mjs", "openai", OfAi),
        // It reads no reasoning of Chat, whoever sends it.
        new("ai, @ai-sdk/openai (chat)", "OpenAI Chat", "ai.mjs", "openai-chat", new Dictionary<string, string>(OfAi) { ["reasoning"] = Json(null, Prompt) }),
        new("ai, @ai-sdk/openai-compatible", "OpenAI Chat", "ai.mjs", "openai-compatible", OfAi),
        new("ai, @ai-sdk/anthropic", "Messages", "ai.mjs", "anthropic", OfAi),
        new("ai, @ai-sdk/google", "Gemini", "ai.mjs", "google", OfAi),
    ];

    /// <summary>The scenarios of which the client itself does not show what came.</summary>
    public IEnumerable<string> Unread => Expected.TryGetValue("reasoning", out var reasoning) && reasoning == Json(null, Prompt) ? ["reasoning"] : [];

    private static Dictionary<string, string> OfAi => new()
    {
        ["tools"] = Json(City, new[] { "tool-calls", "stop" }),
        ["toolsStream"] = Json(new[] { "tool-calls", "stop" }, City),
        ["limited"] = Json("AI_APICallError", 429, true),
        ["unknown"] = Json("AI_APICallError", 404, false),
    };

    /// <summary>What comes of all of its scenarios.</summary>
    public SortedDictionary<string, string> Results() => new(
        new Dictionary<string, string>
        {
            ["text"] = Prompt,
            ["stream"] = Prompt,
            ["image"] = Prompt,
            ["structured"] = """{"city":"Bern"}""",
            ["reasoning"] = Json("thought1 thought2 ", Prompt),
            ["usage"] = Json(5, 3),
        }.Concat(Expected).GroupBy(result => result.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        StringComparer.Ordinal);

    private static Dictionary<string, string> Own(string called, string done, object[] limited, object[] unknown) => new()
    {
        ["tools"] = Json(called, "weather", City, done),
        ["toolsStream"] = Json("weather", City),
        ["limited"] = Json(limited),
        ["unknown"] = Json(unknown),
    };

    // The encoder escapes what takes two UTF-16 units, and JavaScript does not.
    private static string Json(params object?[] values) =>
        JsonSerializer.Serialize(values, Unescaped).Replace("\\uD83D\\uDC4B", "👋", StringComparison.Ordinal);
}
