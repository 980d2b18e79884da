using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Management;

/// <summary>Which page of a listing is asked for: <c>?limit=</c> and <c>?continuation=</c>.</summary>
internal sealed class PageQuery
{
    private const int Default = 50;
    private const int Most = 200;

    public PageQuery(IQueryCollection query)
    {
        Continuation = query["continuation"] is [{ Length: > 0 } text] ? text : null;
        Limit = Default;
        if (query["limit"] is not [{ } limit]) return;
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most)
            Limit = number;
        else
            Failure = AdminApi.Invalid("limit", "The limit is a number from 1 to 200.");
    }

    /// <summary>How many are wanted.</summary>
    public int Limit { get; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? Continuation { get; }

    /// <summary>What is wrong with the query; null when nothing is.</summary>
    public Failure? Failure { get; }
}
