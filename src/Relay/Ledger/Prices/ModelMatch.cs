using System.Text.RegularExpressions;

namespace Relay.Ledger.Prices;

/// <summary>Whether a model's name is that of an entry of the price list. Names are given in lower case.</summary>
internal abstract record ModelMatch
{
    public abstract bool IsMatch(string name);

    internal sealed record EqualTo(string Text) : ModelMatch
    {
        public override bool IsMatch(string name) => name.Equals(Text, StringComparison.OrdinalIgnoreCase);
    }

    internal sealed record StartsWith(string Text) : ModelMatch
    {
        public override bool IsMatch(string name) => name.StartsWith(Text, StringComparison.OrdinalIgnoreCase);
    }

    internal sealed record EndsWith(string Text) : ModelMatch
    {
        public override bool IsMatch(string name) => name.EndsWith(Text, StringComparison.OrdinalIgnoreCase);
    }

    internal sealed record Contains(string Text) : ModelMatch
    {
        public override bool IsMatch(string name) => name.Contains(Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A regular expression that runs in linear time whatever the name; compiled when first asked.</summary>
    internal sealed record Pattern(string Text) : ModelMatch
    {
        private readonly Lazy<Regex> _regex =
            new(() => new Regex(Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

        public override bool IsMatch(string name) => _regex.Value.IsMatch(name);
    }

    internal sealed record Any(IReadOnlyList<ModelMatch> Clauses) : ModelMatch
    {
        public override bool IsMatch(string name) => Clauses.Any(clause => clause.IsMatch(name));
    }

    internal sealed record All(IReadOnlyList<ModelMatch> Clauses) : ModelMatch
    {
        public override bool IsMatch(string name) => Clauses.All(clause => clause.IsMatch(name));
    }

    internal sealed record Not(ModelMatch Clause) : ModelMatch
    {
        public override bool IsMatch(string name) => !Clause.IsMatch(name);
    }
}
