using System.Text.RegularExpressions;

namespace Relay.Infra.Tests;

/// <summary>The constants of the sources.</summary>
internal static partial class Constants
{
    /// <summary>What stands between the quotes of each string constant of a name, in all sources.</summary>
    public static IReadOnlyList<string> Of(string name) =>
    [
        .. Repository.Sources().SelectMany(file => ConstantPattern().Matches(File.ReadAllText(file)))
            .Where(match => match.Groups[1].Value == name).Select(match => match.Groups[2].Value),
    ];

    [GeneratedRegex("const string (\\w+) = \"([^\"]+)\"")]
    private static partial Regex ConstantPattern();
}
