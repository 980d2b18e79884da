namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// One case of Cases/, said in each dialect: <c>## request chat</c> is what a chat caller asks and what a chat provider is
/// asked, <c>## answer chat</c> and <c>## stream chat</c> what that provider answers and what that caller gets. So each
/// literal stands once for the four pairs that it is in. Where a pair cannot say it so, a section names the pair
/// (<c>## answer gemini > chat</c>: what comes from one goes to the other; <c>*</c> is any other) and begins with its reason.
/// A dialect that has no word for what the case is about has no request, or no answer.
/// <c>## as Text</c> takes the answers and streams of another case, where a case is about what is asked; <c>## refused chat > messages</c>
/// is the error that a caller gets when Relay asks the provider nothing.
/// </summary>
internal sealed class PairCase
{
    private readonly Dictionary<string, string> _sections = [];

    private PairCase(IEnumerable<(string Title, string Body)> sections)
    {
        foreach (var (title, body) in sections)
        {
            if (title.StartsWith("as ", StringComparison.Ordinal)) TakeAnswers(Read(title[3..]));
            else if (title.StartsWith("answer ", StringComparison.Ordinal) || title.StartsWith("stream ", StringComparison.Ordinal)) _sections[title] = body;
            else _sections.Add(title, body);
        }
    }

    /// <summary>The dialects, by the names that the cases give them.</summary>
    public static IReadOnlyList<string> Dialects { get; } = ["chat", "responses", "messages", "gemini"];

    /// <summary>Reads a case.</summary>
    public static PairCase Read(string name) => new(CaseFile.Read(name));

    /// <summary>Every case with every pair.</summary>
    public static TheoryData<string, string, string> Pairs(params ReadOnlySpan<string> cases)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var name in cases)
        {
            foreach (var caller in Dialects)
            {
                foreach (var provider in Dialects) rows.Add(name, caller, provider);
            }
        }

        return rows;
    }

    /// <summary>Every case that has requests and answers, with every pair of a dialect that asks and one that answers in it.</summary>
    public static TheoryData<string, string, string> All() => Of(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "pairs"), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)));

    /// <summary>Those of them that go on: what is answered is asked about again.</summary>
    public static TheoryData<string, string, string> Turns() => Of(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "pairs"), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => Dialects.Any(dialect => Read(name).Find("again", dialect) is not null)));

    private static TheoryData<string, string, string> Of(IEnumerable<string> names)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var its = Read(name);
            foreach (var caller in Dialects.Where(dialect => its.Find("request", dialect) is not null))
            {
                foreach (var provider in Dialects.Where(dialect => its.Find("stream", dialect) is not null)) rows.Add(name, caller, provider);
            }
        }

        return rows;
    }

    /// <summary>A section of one dialect; null when there is none.</summary>
    public string? Find(string kind, string dialect) => _sections.GetValueOrDefault($"{kind} {dialect}");

    /// <summary>What goes from one to another: the pair's own section, or else that of the dialect which it is said in.</summary>
    public string? Find(string kind, string from, string to) =>
        from == to ? Find(kind, to)
        : _sections.GetValueOrDefault($"{kind} {from} > {to}") ?? _sections.GetValueOrDefault($"{kind} {from} > *")
            ?? _sections.GetValueOrDefault($"{kind} * > {to}") ?? Find(kind, to);

    /// <summary>The bytes of an answer or stream. The cases have line feeds; Gemini's events end in two of each.</summary>
    public string Wire(string kind, string from, string to)
    {
        var text = (Find(kind, from, to) ?? "").Replace("{seal}", Find("seal", from, to), StringComparison.Ordinal)
            .Replace("{id}", Find("id", from, to), StringComparison.Ordinal);
        if (kind == "answer") return text;
        text += "\n\n";
        return to == "gemini" ? text.ReplaceLineEndings("\r\n") : text;
    }

    private void TakeAnswers(PairCase other)
    {
        foreach (var (title, body) in other._sections)
        {
            if (title.StartsWith("answer ", StringComparison.Ordinal) || title.StartsWith("stream ", StringComparison.Ordinal)) _sections[title] = body;
        }
    }
}
