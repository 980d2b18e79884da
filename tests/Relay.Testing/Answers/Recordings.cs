using Relay.Dialects;

namespace Relay.Testing.Answers;

/// <summary>The recorded answers of conversations, by the dialect that they are in.</summary>
internal static class Recordings
{
    /// <summary>Recordings that no caller's dialect could carry, each with the reason.</summary>
    private static readonly Dictionary<string, string> Left = new()
    {
        ["usage-costs.json"] = "usage bodies for prices, no answers",
        ["anthropic/skills/"] = "the answer of another endpoint",
        ["google/interactions/"] = "Google's Interactions API, which is none of the four dialects",
        ["google/speech-translation/"] = "the Live API, which is none of the four dialects",
        ["mistral/mistral-transcription.json"] = "the answer of another endpoint",
        ["openai/transcription/"] = "the answer of another endpoint",
        ["openai/completion/"] = "the answer of another endpoint",
        ["openai/image/"] = "the answer of another endpoint",
        ["openai/chat/reasoning-model-legacy-parameter-error.json"] = "an error, which the errors' own tests read",
        ["openai/responses/reasoning-model-temperature-error.json"] = "an error, which the errors' own tests read",
    };

    /// <summary>Every recorded answer of a conversation: its name and its dialect.</summary>
    public static IEnumerable<(string Name, Dialect Dialect)> All() => Fixtures.All()
        .Where(name => !Left.Keys.Any(left => name.StartsWith(left, StringComparison.Ordinal)) && !name.EndsWith(".md", StringComparison.Ordinal))
        .Select(name => (name, DialectOf(name)));

    /// <summary>The answers that a file holds: some hold several of one loop of tools, one behind the other.</summary>
    /// <returns>For each its events, or the one document.</returns>
    public static List<List<string>> Read(string name)
    {
        var path = Fixtures.Find(name)!;
        if (!IsStream(name)) return [[File.ReadAllText(path)]];
        var answers = new List<List<string>> { new() };
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            answers[^1].Add(line);
            if (line == """{"type":"message_stop"}""" || line.StartsWith("""{"type":"response.completed""", StringComparison.Ordinal)) answers.Add([]);
        }

        return [.. answers.Where(answer => answer.Count > 0)];
    }

    public static bool IsStream(string name) => name.EndsWith(".chunks.txt", StringComparison.Ordinal);

    private static Dialect DialectOf(string name) => name.Split('/') switch
    {
        ["anthropic", ..] => Dialect.Anthropic,
        ["google", ..] => Dialect.Gemini,
        ["azure", { } file] when file.StartsWith("azure-deepseek-", StringComparison.Ordinal) => Dialect.OpenAIChat,
        ["azure", ..] or [_, "responses", ..] => Dialect.OpenAIResponses,
        _ => Dialect.OpenAIChat,
    };
}
