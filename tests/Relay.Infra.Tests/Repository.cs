using System.Text.RegularExpressions;

namespace Relay.Infra.Tests;

/// <summary>The files of this repository.</summary>
internal static partial class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder.</summary>
    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The text of a file.</summary>
    public static string Read(params string[] path) => File.ReadAllText(At(path));

    /// <summary>The source files under <c>src</c>.</summary>
    public static IEnumerable<string> Sources() => Directory.EnumerateFiles(At("src"), "*.cs", SearchOption.AllDirectories);

    /// <summary>
    /// The cells of a table of docs/deploy.md, without its head: the first table below a heading. Code marks are taken off.
    /// </summary>
    public static IReadOnlyList<string[]> TableUnder(string heading)
    {
        var lines = Read("docs", "deploy.md").Split('\n').SkipWhile(line => line.TrimEnd() != heading).Skip(1)
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2);
        return [.. lines.Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())];
    }

    /// <summary>What stands between the quotes of each string constant of a name, in all sources.</summary>
    public static IReadOnlyList<string> Constants(string name) =>
    [
        .. Sources().SelectMany(file => ConstantPattern().Matches(File.ReadAllText(file)))
            .Where(match => match.Groups[1].Value == name).Select(match => match.Groups[2].Value),
    ];

    [GeneratedRegex("const string (\\w+) = \"([^\"]+)\"")]
    private static partial Regex ConstantPattern();

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Relay.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
