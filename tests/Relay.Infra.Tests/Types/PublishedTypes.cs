namespace Relay.Infra.Tests.Types;

/// <summary>What Azure publishes of the resource types and roles that infra uses: the text files beside this.</summary>
internal static class PublishedTypes
{
    /// <summary>The properties of each type with its API version.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> Properties { get; } = ReadProperties();

    /// <summary>The id of each role, by its name in camel case.</summary>
    public static IReadOnlyDictionary<string, string> Roles { get; } = Lines("roles.txt").ToDictionary(
        line => CamelCase(line[..line.LastIndexOf(' ')]), line => line[(line.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);

    private static Dictionary<string, HashSet<string>> ReadProperties()
    {
        Dictionary<string, HashSet<string>> types = new(StringComparer.Ordinal);
        HashSet<string> properties = [];
        foreach (var line in Lines("types.txt"))
        {
            if (line.Contains('@', StringComparison.Ordinal)) types.Add(line, properties = []);
            else properties.Add(line);
        }

        return types;
    }

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(PublishedTypes).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#');
    }

    private static string CamelCase(string words) => char.ToLowerInvariant(words[0]) + words[1..].Replace(" ", "", StringComparison.Ordinal);
}
