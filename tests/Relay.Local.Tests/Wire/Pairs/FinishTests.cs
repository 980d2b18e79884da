namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>Each word that a provider has for why an answer ended, and what callers of each dialect get for it: Cases/Finish.txt.</summary>
public sealed class FinishTests(PairRelay relay) : IClassFixture<PairRelay>
{
    private static readonly PairCase Text = PairCase.Read("Text");

    public static TheoryData<string, string, string, string> Cases { get; } = ReadCases();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Finish_Json(string provider, string word, string caller, string expected) => CheckAsync("answer", provider, word, caller, expected);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Finish_Streaming(string provider, string word, string caller, string expected) => CheckAsync("stream", provider, word, caller, expected);

    private async Task CheckAsync(string kind, string provider, string word, string caller, string expected)
    {
        var stream = kind == "stream";
        var wire = With(Text.Wire(kind, provider, provider), provider, word);

        var answer = await relay.AskAsync(
            caller, provider, Text.Find("request", caller)!, stream, stream ? RawUpstream.Events(wire) : RawUpstream.Json(wire));

        Assert.Equal((200, With(Text.Wire(kind, provider, caller), caller, expected)), (answer.Status, answer.Body));
    }

    // The whole answer of the case Text, ended for another reason.
    private static string With(string wire, string dialect, string word) => dialect switch
    {
        "chat" => wire.Replace("\"finish_reason\":\"stop\"", $"\"finish_reason\":\"{word}\"", StringComparison.Ordinal),
        "messages" => wire.Replace("\"stop_reason\":\"end_turn\"", $"\"stop_reason\":\"{word}\"", StringComparison.Ordinal),
        "gemini" => wire.Replace("\"finishReason\":\"STOP\"", $"\"finishReason\":\"{word}\"", StringComparison.Ordinal),
        _ when word == "completed" => wire,
        _ => Incomplete(wire, word),
    };

    private static string Incomplete(string wire, string reason)
    {
        // The response and the item that was under way; begun it was in progress all the same.
        var last = wire.LastIndexOf("event: ", StringComparison.Ordinal);
        var (before, end) = last < 0 ? ("", wire) : (wire[..last], wire[last..]);
        end = end.Replace("\"incomplete_details\":null", $"\"incomplete_details\":{{\"reason\":\"{reason}\"}}", StringComparison.Ordinal);
        return (before + end).Replace("\"status\":\"completed\"", "\"status\":\"incomplete\"", StringComparison.Ordinal)
            .Replace("response.completed", "response.incomplete", StringComparison.Ordinal);
    }

    private static TheoryData<string, string, string, string> ReadCases()
    {
        var rows = new TheoryData<string, string, string, string>();
        var its = PairCase.Read("Finish");
        foreach (var provider in PairCase.Dialects)
        {
            foreach (var line in its.Find("finish", provider)!.Split('\n'))
            {
                var words = line.Split(" | ");
                for (var i = 0; i < PairCase.Dialects.Count; i++) rows.Add(provider, words[0], PairCase.Dialects[i], words[i + 1]);
            }
        }

        return rows;
    }
}
