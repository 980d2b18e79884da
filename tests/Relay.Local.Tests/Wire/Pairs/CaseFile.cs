namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// A file of Cases/ or Fields/: sections that begin with <c>## title</c>. <c>## let name</c> is a text that stands for
/// <c>{name}</c> in those after it. A section that begins with <c>why: …</c> says why it is there; one of a pair (<c>a > b</c>) must.
/// </summary>
internal static class CaseFile
{
    private const string Why = "why: ";

    /// <summary>The sections but for lets, in order.</summary>
    /// <param name="path">The file below Cases/, without its ending.</param>
    public static IEnumerable<(string Title, string Body)> Read(string path)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pairs", path + ".txt"));
        var lets = new List<(string Name, string Text)>();
        foreach (var section in ("\n" + text.ReplaceLineEndings("\n")).Split("\n## ")[1..])
        {
            var end = section.IndexOf('\n');
            var (title, body) = (section[..end], section[(end + 1)..].Trim('\n'));
            if (body.StartsWith(Why, StringComparison.Ordinal)) body = body[(body + "\n").IndexOf('\n')..].Trim('\n');
            else if (title.Contains('>')) throw new FormatException($"'{title}' of {path} does not say why.");
            body = lets.Aggregate(body, (said, let) => said.Replace($"{{{let.Name}}}", let.Text, StringComparison.Ordinal));
            if (title.StartsWith("let ", StringComparison.Ordinal)) lets.Add((title[4..], body));
            else yield return (title, body);
        }
    }
}
