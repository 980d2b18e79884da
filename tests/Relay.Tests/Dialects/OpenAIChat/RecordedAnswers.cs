using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Answers as providers gave them, read as the product reads them.</summary>
internal static class RecordedAnswers
{
    /// <summary>Reads a recorded stream; skips the test where the recordings are not.</summary>
    public static (ChatAnswer Answer, List<AnswerEventKind> Kinds, JsonElement[] Events) ReadStream(string name)
    {
        var answer = new ChatAnswer();
        var lines = File.ReadAllLines(Find(name)).Where(line => line.Length > 0).ToArray();
        var kinds = lines.Select(line => answer.ReadEvent(Encoding.UTF8.GetBytes(line))).ToList();
        return (answer, kinds, [.. lines.Select(line => JsonElement.Parse(line))]);
    }

    /// <summary>Reads a recorded whole answer; skips the test where the recordings are not.</summary>
    public static (ChatAnswer Answer, AnswerEventKind Kind, JsonElement Body) ReadJson(string name)
    {
        var answer = new ChatAnswer();
        var bytes = File.ReadAllBytes(Find(name));
        return (answer, answer.Read(bytes), JsonElement.Parse(bytes));
    }

    private static string Find(string name)
    {
        var path = Fixtures.Find(name);
        Assert.SkipWhen(path is null, Fixtures.Absent);
        return path!;
    }
}
