using System.Globalization;
using Relay.Failures;
using Relay.Gate;

namespace Relay.Management;

/// <summary>What a key may be like.</summary>
internal static class KeyRules
{
    private const int MaxText = 200;
    private const int MaxModels = 1000;

    /// <summary>Less than a column of a table holds, 32,768 characters, for all patterns and the ends of their lines.</summary>
    private const int MaxModelsText = 30_000;

    private const int MostConcurrency = 100_000;

    /// <summary>Finds what is wrong with a key that is to be made; null when nothing is.</summary>
    public static Failure? Check(NewKey asked, DateTimeOffset now)
    {
        if (CheckText("name", asked.Name, 0) is { } name) return name;
        if (CheckText("project", asked.Project, 1) is { } project) return project;
        if (CheckText("member", asked.Member, 1) is { } member) return member;
        if (asked.ExpiresAt is { } end && end <= now)
        {
            return AdminApi.Invalid("expires_at", string.Create(CultureInfo.InvariantCulture,
                $"expires_at must lie ahead of now, {now:yyyy-MM-ddTHH:mm:ssZ}, but it is {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."));
        }

        if (asked.Role == KeyRole.Admin && (asked.Models ?? (object?)asked.MaxConcurrency) is not null)
            return NotForAdmins(asked.Models is null ? "max_concurrency" : "models");
        return CheckModels(asked.Models ?? []) ?? CheckConcurrency(asked.MaxConcurrency);
    }

    /// <summary>Finds what is wrong with a change of a key; null when nothing is.</summary>
    public static Failure? Check(KeyChange change, Key key) =>
        change.MaxConcurrency is not null && key.Role == KeyRole.Admin ? NotForAdmins("max_concurrency") : CheckConcurrency(change.MaxConcurrency);

    private static Failure? CheckModels(IReadOnlyList<string> models)
    {
        if (models.Count > MaxModels) return Invalid("models", $"models must be at most {MaxModels} patterns, but there are {models.Count}.");
        for (var i = 0; i < models.Count; i++)
        {
            if (CheckText(string.Create(CultureInfo.InvariantCulture, $"models[{i}]"), models[i] ?? "", 1) is { } wrong) return wrong;
        }

        var sum = models.Sum(model => model.Length + 1);
        return sum <= MaxModelsText ? null
            : Invalid("models", $"models must have at most {MaxModelsText} characters together, one more for each, but they have {sum}.");
    }

    private static Failure? CheckConcurrency(int? most) => most is null or (>= 0 and <= MostConcurrency) ? null
        : Invalid("max_concurrency", $"max_concurrency must be from 1 to {MostConcurrency}, or 0 for no limit, but it is {most}.");

    private static Failure? CheckText(string field, string? text, int least)
    {
        if (text is null) return null;
        if (text.Length < least || text.Length > MaxText)
            return Invalid(field, $"{field} must have from {least} to {MaxText} characters, but it has {text.Length}.");
        var control = text.AsSpan().IndexOfAnyInRange('\0', '\x1f') is >= 0 and var low ? low : text.AsSpan().IndexOfAnyInRange('\x7f', '\x9f');
        return control < 0 ? null : Invalid(field, $"{field} must have no control characters, but character {control + 1} of it is one.");
    }

    private static Failure NotForAdmins(string field) =>
        AdminApi.Invalid(field, $"An admin key calls no models, so it takes no {field}.");

    private static Failure Invalid(string field, FormattableString message) =>
        AdminApi.Invalid(field, message.ToString(CultureInfo.InvariantCulture));
}
