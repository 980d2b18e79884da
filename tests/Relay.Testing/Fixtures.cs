namespace Relay.Testing;

/// <summary>
/// Recorded provider answers, kept beside the project and not in it: the folder <c>shared/fixtures</c> next to the
/// repository, or what the environment variable <c>RELAY_FIXTURES</c> names.
/// </summary>
public static class Fixtures
{
    /// <summary>Why a test that needs them is skipped where they are not.</summary>
    public const string Absent = "The recorded fixtures are not here (../shared/fixtures, or RELAY_FIXTURES).";

    /// <summary>The full path of a fixture, or null where the fixtures are absent.</summary>
    public static string? Find(string name) =>
        Folder() is { } folder && Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    /// <summary>The names of all fixtures, in order; none where they are absent.</summary>
    public static IEnumerable<string> All() => Folder() is { } folder
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)
        : [];

    private static string? Folder() =>
        Environment.GetEnvironmentVariable("RELAY_FIXTURES") is { Length: > 0 } given ? given : Beside();

    private static string? Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "fixtures");
            if (Directory.Exists(folder)) return folder;
        }

        return null;
    }
}
