using System.Text.RegularExpressions;

namespace Relay.Local.Tests.Requirements;

/// <summary>Every requirement of the clients has its tests, and those that Proofs.txt names are there.</summary>
public sealed partial class ProofTests
{
    private static readonly Dictionary<string, string[]> Proofs = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "requirements", "Proofs.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.IndexOf(' ')], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", "));

    public static TheoryData<string> Numbers { get; } =
        [.. Enumerable.Range(1, 20).Select(number => $"R{number}"), .. new[] { 1, 2, 3, 4, 8 }.Concat(Enumerable.Range(13, 11)).Select(number => $"P{number}")];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void ItsTests_AreThere(string number) => Assert.All(Proofs[number], proof => Assert.Contains(proof, Tests.Value));

    // From the sources, for the tests are in assemblies that know nothing of one another.
    private static readonly Lazy<HashSet<string>> Tests = new(static () =>
        [.. Directory.EnumerateFiles(Repository.At("tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Test().Matches(File.ReadAllText(file))
                .Select(test => $"{Path.GetFileName(file).Split('.')[0]}.{test.Groups[1].Value}"))]);

    // Other attributes, of any length, may stand between.
    [GeneratedRegex(@"\[(?:Fact|Theory)\b[\s\S]*?\bpublic (?:async )?(?:static )?(?:Task|void) (\w+)\(")]
    private static partial Regex Test();
}
