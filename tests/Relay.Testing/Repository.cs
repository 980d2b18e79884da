namespace Relay.Testing;

/// <summary>The files of this repository, which the tests run inside of.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder.</summary>
    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The text of a file.</summary>
    public static string Read(params string[] path) => File.ReadAllText(At(path));

    /// <summary>The source files under <c>src</c>.</summary>
    public static IEnumerable<string> Sources() => Directory.EnumerateFiles(At("src"), "*.cs", SearchOption.AllDirectories);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Relay.sln"))) return at.FullName;
        }

        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
