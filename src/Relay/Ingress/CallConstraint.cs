using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Ingress;

/// <summary>Reads which accounts a caller allows for one call.</summary>
internal static class CallConstraint
{
    /// <summary>The header with the words of which an account must fit one.</summary>
    public const string OnlyHeader = "x-relay-only";

    /// <summary>The header with the words of which an account must fit none.</summary>
    public const string AvoidHeader = "x-relay-avoid";

    /// <summary>The most words of one header.</summary>
    public const int MostWords = 32;

    /// <summary>Reads both. A word that fits nothing here is refused: a slip in it would send the call where it must not go.</summary>
    public static Result<Constraint> Read(IHeaderDictionary headers, ConfigSnapshot config)
    {
        if (!headers.ContainsKey(OnlyHeader) && !headers.ContainsKey(AvoidHeader)) return Constraint.None;
        if (!Words(headers, OnlyHeader, config).Succeeded(out var only, out var failure)) return failure;
        if (only.Length == 0 && headers.ContainsKey(OnlyHeader)) return Invalid(OnlyHeader);
        if (!Words(headers, AvoidHeader, config).Succeeded(out var avoid, out failure)) return failure;
        return new Constraint(only, avoid);
    }

    private static Result<string[]> Words(IHeaderDictionary headers, string name, ConfigSnapshot config)
    {
        var words = headers[name].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= MostWords && words.All(config.KnowsWord) ? words : Invalid(name);
    }

    private static Failure Invalid(string header) =>
        new(FailureStage.Routing, FailureSide.Caller, 400, FailureCode.InvalidField,
            $"The header {header} takes 1 to {MostWords} tags, regions, accounts or providers that there are here, with commas between.")
        {
            Param = header,
        };
}
