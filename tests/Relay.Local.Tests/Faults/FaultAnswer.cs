using System.Text.Json;

namespace Relay.Local.Tests.Faults;

/// <summary>What a caller got, and what was recorded of it.</summary>
/// <param name="Response">The status and headers.</param>
/// <param name="Body">The body, as far as it came.</param>
/// <param name="Ended">Whether the body came to its proper end.</param>
/// <param name="Record">The settled record.</param>
internal sealed record FaultAnswer(HttpResponseMessage Response, string Body, bool Ended, JsonElement Record)
{
    /// <summary>The status.</summary>
    public int Status => (int)Response.StatusCode;

    /// <summary>Whether the stream said that it is complete.</summary>
    public bool Done => Parts[^1] == "[DONE]";

    /// <summary>The text of the answer.</summary>
    public string Text => string.Concat(Parts.Where(part => part != "[DONE]").Select(TextOf));

    /// <summary>The error's code: of the body, or of the stream's last event; null when there is none.</summary>
    public string? Code => !Done && Json(Parts[^1]).TryGetProperty("error", out var error)
        ? error.GetProperty("code").GetString()
        : null;

    /// <summary>The ids that the parts of the answer carry.</summary>
    public IEnumerable<string?> Ids =>
        Parts.Where(part => part != "[DONE]").Select(part => Json(part).GetProperty("id").GetString()).Distinct();

    /// <summary>How it ended, by the record.</summary>
    public string? Outcome => Record.GetProperty("outcome").GetString();

    /// <summary>Why it failed, by the record; null when it did not.</summary>
    public string? RecordedCode => Record.TryGetProperty("error_code", out var code) ? code.GetString() : null;

    /// <summary>The account and error of each attempt, by the record.</summary>
    public IEnumerable<(string? Account, string? Code)> Attempts => Record.GetProperty("attempts").EnumerateArray().Select(attempt =>
        (attempt.GetProperty("account").GetString(), attempt.TryGetProperty("error_code", out var code) ? code.GetString() : null));

    /// <summary>Whether usage was estimated, and the tokens in and out, of the last attempt by the record; null when it had none.</summary>
    public (bool Estimated, long Input, long Output)? Usage => Record.GetProperty("attempts").EnumerateArray().Last() is var last && UsageOf(last) is { } usage
        ? (last.TryGetProperty("usage_estimated", out var estimated) && estimated.GetBoolean(), usage.Input, usage.Output)
        : null;

    /// <summary>The tokens in and out of the call, by the record, and of all of its attempts, which is to be the same.</summary>
    public ((long Input, long Output) Whole, (long Input, long Output) Attempts) Sums => (
        UsageOf(Record) ?? default,
        Record.GetProperty("attempts").EnumerateArray().Select(attempt => UsageOf(attempt) ?? default)
            .Aggregate((0L, 0L), static (sum, each) => (sum.Item1 + each.Input, sum.Item2 + each.Output)));

    /// <summary>The cost, by the record.</summary>
    public long Cost => Record.GetProperty("cost_nano_usd").GetInt64();

    // The events of a stream, or the one body.
    private string[] Parts => Body.StartsWith("data:", StringComparison.Ordinal)
        ? [.. Body.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(data => data["data:".Length..].TrimStart())]
        : [Body];

    private static (long Input, long Output)? UsageOf(JsonElement record) => record.TryGetProperty("usage", out var usage)
        ? (usage.GetProperty("input").GetInt64(), usage.GetProperty("output").GetInt64())
        : null;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static string? TextOf(string part)
    {
        if (!Json(part).TryGetProperty("choices", out var choices) || choices.GetArrayLength() == 0) return null;
        var message = choices[0].TryGetProperty("delta", out var delta) ? delta : choices[0].GetProperty("message");
        return message.TryGetProperty("content", out var content) ? content.GetString() : null;
    }
}
