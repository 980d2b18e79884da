using System.Text.Json;
using System.Text.RegularExpressions;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>The same question in each dialect, and its answers without what differs from call to call.</summary>
internal static partial class DialectCalls
{
    /// <summary>The dialects, as the config names them.</summary>
    public static readonly string[] Dialects = ["openai-chat", "openai-responses", "anthropic", "gemini"];

    /// <summary>Asks; the sandbox says what it is asked.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="dialect">The caller's dialect.</param>
    /// <param name="model">The model.</param>
    /// <param name="text">The one message.</param>
    /// <param name="stream">Whether a stream is asked for.</param>
    public static Task<HttpResponseMessage> AskAsync(RunningRelay relay, string dialect, string model, string text, bool stream)
    {
        var begin = $"\"model\":\"{model}\",\"stream\":{(stream ? "true" : "false")}";
        var messages = $$"""[{"role":"user","content":"{{text}}"}]""";
        var (path, body) = dialect switch
        {
            "openai-chat" => ("/v1/chat/completions", $$"""{{{begin}},"messages":{{messages}}}"""),
            "openai-responses" => ("/v1/responses", $$"""{{{begin}},"input":{{messages}}}"""),
            "anthropic" => ("/v1/messages", $$"""{{{begin}},"max_tokens":50,"messages":{{messages}}}"""),
            _ => ($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}",
                $$"""{"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]}"""),
        };
        return relay.Http.PostAsync(path, new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
    }

    /// <summary>An answer with each id and each time replaced, so that two answers to one question are the same bytes.</summary>
    public static string Steady(string answer) => Times().Replace(Names().Replace(answer, "\"$1\":\"_\""), "\"$1\":0");

    /// <summary>The accounts of a record's attempts.</summary>
    public static IEnumerable<string?> AccountsOf(JsonElement record) =>
        record.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("account").GetString());

    [GeneratedRegex("\"(id|item_id|response_id|responseId)\":\"[^\"]*\"")]
    private static partial Regex Names();

    [GeneratedRegex("\"(created|created_at|completed_at)\":[0-9.]+")]
    private static partial Regex Times();
}
