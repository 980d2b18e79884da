namespace Relay.Routing;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearMatch
{
    private const int Most = 3;
    private const int LongestName = 128;

    /// <summary>At most three of the candidates that are near to a name, the nearest first.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName) return [];
        return candidates
            .Where(candidate => candidate.Length <= LongestName)
            .Select(candidate => (Candidate: candidate, Distance: DistanceOf(name, candidate)))
            .Where(near => near.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Candidate, StringComparer.Ordinal)
            .Take(Most)
            .Select(near => near.Candidate)
            .ToList();
    }

    // Levenshtein's distance, letters compared without case; a name that begins with the other is near.
    private static int DistanceOf(string a, string b)
    {
        if (a.Length > 2 && b.StartsWith(a, StringComparison.OrdinalIgnoreCase)) return 1;
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + change);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
