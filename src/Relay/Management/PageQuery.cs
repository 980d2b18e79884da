using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Management;

/// <summary>
/// Which page of a listing is asked for: <c>?limit=</c> and <c>?continuation=</c>. A parameter that is not known, or is
/// given twice, is refused: a listing that passed it over would show what was not asked for.
/// </summary>
internal sealed class PageQuery
{
    private const int Default = 50;
    private const int Most = 200;
    private const int LongestName = 60;

    private static readonly string[] Own = ["limit", "continuation"];

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="filters">The other parameters that the listing knows.</param>
    public PageQuery(IQueryCollection query, params string[] filters)
    {
        Failure = Check(query, [.. Own, .. filters]);
        Continuation = query["continuation"] is [{ Length: > 0 } text] ? text : null;
        Limit = Default;
        if (query["limit"] is not [{ } limit]) return;
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most)
            Limit = number;
        else
            Failure ??= AdminApi.Invalid("limit", $"limit must be a whole number from 1 to 200, but it is {AdminApi.Quote(limit)}.");
    }

    /// <summary>How many are wanted.</summary>
    public int Limit { get; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? Continuation { get; }

    /// <summary>What is wrong with the query; null when nothing is.</summary>
    public Failure? Failure { get; }

    /// <summary>Finds a parameter that is not known, or is given twice; null when there is none.</summary>
    public static Failure? Check(IQueryCollection query, params string[] known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                return AdminApi.Invalid(name.Length <= LongestName ? name : null, $"There is no such parameter. There are {string.Join(", ", known)}.");
            if (values.Count > 1) return AdminApi.Invalid(name, $"The parameter {name} is given twice.");
        }

        return null;
    }

    /// <summary>The continuation is none that a listing gave.</summary>
    public static Failure BadContinuation() => AdminApi.Invalid("continuation", "The continuation is not one that a page before gave.");
}
