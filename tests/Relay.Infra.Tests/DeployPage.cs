namespace Relay.Infra.Tests;

/// <summary>docs/deploy.md.</summary>
internal static class DeployPage
{
    /// <summary>The cells of a table of it, without its head: the first table below a heading. Code marks are taken off.</summary>
    public static IReadOnlyList<string[]> TableUnder(string heading)
    {
        var lines = Repository.Read("docs", "deploy.md").Split('\n').SkipWhile(line => line.TrimEnd() != heading).Skip(1)
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2);
        return [.. lines.Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())];
    }
}
