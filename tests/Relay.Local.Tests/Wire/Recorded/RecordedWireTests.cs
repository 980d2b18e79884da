using System.Text;
using Relay.Dialects;
using Relay.Testing.Answers;

namespace Relay.Local.Tests.Wire.Recorded;

/// <summary>
/// Every recorded answer, said by a provider over the wire to callers of all four dialects: what the caller hears is what the
/// provider said, in a form that a strict client takes, and the record has its tokens.
/// </summary>
public sealed class RecordedWireTests(RecordedProvider provider) : IClassFixture<RecordedProvider>
{
    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, _) in Recordings.All())
        {
            foreach (var caller in Enum.GetValues<Dialect>()) data.Add(name, caller.ToString());
        }

        if (data.Count == 0) data.Add("", "");
        return data;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Pairs))]
    public async Task ARecordedAnswer_IsHeardAsItWasSaid(string name, string caller)
    {
        Assert.SkipWhen(name.Length == 0, Fixtures.Absent);
        var to = Enum.Parse<Dialect>(caller);
        foreach (var (model, recording) in provider.Of(name))
        {
            var said = new AnswerSink();
            var isWhole = Read(recording, said);
            using var response = await AskAsync(to, model, recording.IsStream);
            Assert.Equal(200, (int)response.StatusCode);
            if (!isWhole)
            {
                await AssertBroken(response, to);
                continue;
            }

            var heard = new AnswerSink();
            Hear(to, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), recording, heard);
            AnswerTranscript.AssertSame(new(recording.Dialect, said), new(to, heard), to);
            var usage = (await provider.Relay.RecordAsync(response)).GetProperty("usage");
            Assert.Equal((said.Usage?.Input, said.Usage?.Output), (usage.GetProperty("input").GetInt64(), usage.GetProperty("output").GetInt64()));
        }
    }

    private static bool Read(Recording recording, AnswerSink sink)
    {
        var reader = ((ITranslatedDialect)DialectCatalogue.Of(recording.Dialect)).CreateReader("call-1", []);
        if (!recording.IsStream) return reader.ReadWhole(Encoding.UTF8.GetBytes(recording.Answer.Single()), sink) == AnswerEventKind.Content;
        foreach (var data in recording.Answer) reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink);
        // Its terminator is none of the recorded data.
        if (recording.Dialect == Dialect.OpenAIChat) reader.ReadEvent("[DONE]"u8, sink);
        return reader.ReadEnd(sink);
    }

    // One recording lacks its end. Where a broken stream has a clean end, an error says so.
    private static async Task AssertBroken(HttpResponseMessage response, Dialect to)
    {
        if (to == Dialect.Gemini)
            Assert.Contains("\"error\":", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        else
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static void Hear(Dialect dialect, byte[] bytes, Recording recording, AnswerSink sink)
    {
        var reader = ((ITranslatedDialect)DialectCatalogue.Of(dialect)).CreateReader("call-2", []);
        if (!recording.IsStream)
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(bytes, sink));
            return;
        }

        var events = (from one in Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                      let data = one.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]
                      select (Raw: one + "\n\n", Data: data)).ToList();
        // A stream that passes through is the provider's own, whose grammar is not ours to hold.
        if (dialect != recording.Dialect) StreamGrammar.Check(dialect, events);
        foreach (var (_, data) in events)
            Assert.True(reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink) is not (AnswerEventKind.Malformed or AnswerEventKind.Error), data);
        Assert.True(reader.ReadEnd(sink));
    }

    private async Task<HttpResponseMessage> AskAsync(Dialect caller, string model, bool stream)
    {
        var streamed = stream ? "true" : "false";
        var (path, body) = caller switch
        {
            Dialect.OpenAIChat => ("/v1/chat/completions",
                $$"""{"model":"{{model}}","stream":{{streamed}}{{(stream ? ",\"stream_options\":{\"include_usage\":true}" : "")}},"messages":[{"role":"user","content":"Hi"}]}"""),
            Dialect.OpenAIResponses => ("/v1/responses", $$"""{"model":"{{model}}","stream":{{streamed}},"store":false,"input":"Hi"}"""),
            Dialect.Anthropic => ("/v1/messages", $$"""{"model":"{{model}}","max_tokens":100,"stream":{{streamed}},"messages":[{"role":"user","content":"Hi"}]}"""),
            _ => ($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""),
        };
        return await provider.Relay.Http.SendAsync(
            new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
