using System.Text.RegularExpressions;

namespace Relay.Local.Tests.Clients;

/// <summary>How docs/clients.md has an agent set up: its files, what it is told by its environment, and its command line.</summary>
internal sealed partial class AgentSetup
{
    private AgentSetup(string section)
    {
        foreach (Match file in FilePattern().Matches(section)) Files[file.Groups["path"].Value] = file.Groups["text"].Value;
        var words = LinePattern().Match(section).Groups[1].Value.Split(' ');
        foreach (var word in words.TakeWhile(IsVariable))
            Environment[word[..word.IndexOf('=', StringComparison.Ordinal)]] = word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Arguments = [.. words.SkipWhile(IsVariable).Skip(1)];
    }

    /// <summary>Its files, by their paths in its home.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>What stands before its name on the command line.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What stands behind it.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Reads an agent's section, with another address, key and model.</summary>
    public static AgentSetup Of(string agent, string address, string key, string model)
    {
        var section = Repository.Read("docs", "clients.md").Split("\n## ").Single(section => section.StartsWith(agent + "\n", StringComparison.Ordinal));
        Assert.Contains("http://localhost:7071", section, StringComparison.Ordinal);
        return new(section.Replace("http://localhost:7071", address, StringComparison.Ordinal)
            .Replace("$RELAY_KEY", key, StringComparison.Ordinal)
            .Replace("sandbox", model, StringComparison.Ordinal));
    }

    private static bool IsVariable(string word) => VariablePattern().IsMatch(word);

    [GeneratedRegex("`~/(?<path>[^`]+)`[^`]*?```[a-z]+\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex FilePattern();

    [GeneratedRegex("```sh\n([^\n]+)\n```")]
    private static partial Regex LinePattern();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex VariablePattern();
}
