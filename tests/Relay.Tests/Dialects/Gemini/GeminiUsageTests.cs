using System.Text;
using System.Text.Json;
using Relay.Dialects.Gemini;
using Relay.Ledger;
using Relay.Tests.Ledger.Prices;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Tokens as Gemini counts them, added up.</summary>
public sealed class GeminiUsageTests
{
    private static readonly (string Json, Usage? Expected)[] Bodies =
    [
        ("{}", null),
        ("7", null),
        ("""{"trafficType":"ON_DEMAND"}""", null),
        ("""{"promptTokenCount":10,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":22}""", new Usage { Input = 10, Output = 12, Reasoning = 7 }),
        ("""{"promptTokenCount":10,"candidatesTokenCount":0,"thoughtsTokenCount":0,"cachedContentTokenCount":0}""", new Usage { Input = 10, CachedInput = 0, Output = 0, Reasoning = 0 }),
        ("""{"promptTokenCount":10,"cachedContentTokenCount":8,"toolUsePromptTokenCount":4,"candidatesTokenCount":5}""", new Usage { Input = 14, CachedInput = 8, Output = 5 }),
        // What is left out was zero where the total says so, and is not known where nothing does.
        ("""{"promptTokenCount":10,"totalTokenCount":10}""", new Usage { Input = 10, Output = 0 }),
        ("""{"promptTokenCount":10,"thoughtsTokenCount":3,"totalTokenCount":15}""", new Usage { Input = 10, Output = 5, Reasoning = 3 }),
        ("""{"promptTokenCount":10}""", new Usage { Input = 10 }),
        ("""{"promptTokenCount":10,"totalTokenCount":2}""", new Usage { Input = 10 }),
        ("""{"promptTokenCount":-1,"candidatesTokenCount":"5","thoughtsTokenCount":1.5,"totalTokenCount":9}""", new Usage()),
        (
            """{"promptTokenCount":10,"candidatesTokenCount":6,"cachedContentTokenCount":5,"promptTokensDetails":[{"modality":"TEXT","tokenCount":7},{"modality":"AUDIO","tokenCount":3}],"cacheTokensDetails":[{"tokenCount":2,"modality":"AUDIO"},7],"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":6}]}""",
            new Usage { Input = 10, CachedInput = 5, AudioInput = 3, CachedAudioInput = 2, Output = 6, AudioOutput = 0 }),
    ];

    [Fact]
    public void ABody_IsAddedUp() => Assert.All(Bodies, body => Assert.Equal(body.Expected, Read(body.Json)));

    [Fact]
    public void RecordedBodies_AreReadAsThePricesExpect()
    {
        var path = Fixtures.Find("usage-costs.json");
        Assert.SkipWhen(path is null, Fixtures.Absent);
        using var set = JsonDocument.Parse(File.ReadAllBytes(path!));
        var count = 0;
        foreach (var entry in set.RootElement.EnumerateArray())
        {
            var body = entry.GetProperty("body");
            if (!body.TryGetProperty("usageMetadata", out var usage)) continue;
            count++;
            var expected = RecordedUsage.From("default", body);
            var read = Read(usage.GetRawText())!.Value;
            Assert.Equal((expected.Input, expected.CachedInput, expected.Reasoning), (read.Input, read.CachedInput, read.Reasoning));
            Assert.Equal((expected.AudioInput ?? 0, expected.AudioOutput ?? 0), (read.AudioInput ?? 0, read.AudioOutput ?? 0));
            Assert.Equal(expected.Output, read.Output ?? 0);
        }

        Assert.True(count > 10, $"{count}");
    }

    private static Usage? Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var usage = GeminiUsage.Read(ref reader, out _);
        Assert.False(reader.Read());
        return usage;
    }
}
