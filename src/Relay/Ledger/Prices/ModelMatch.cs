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

    /// <summary>Equal, where a <c>#</c> in the text is any digit: the date of a snapshot.</summary>
    internal sealed record Like(string Text) : ModelMatch
    {
        public override bool IsMatch(string name)
        {
            if (name.Length != Text.Length) return false;
            for (var i = 0; i < name.Length; i++)
            {
                var same = Text[i] == '#' ? char.IsAsciiDigit(name[i]) : char.ToLowerInvariant(Text[i]) == name[i];
                if (!same) return false;
            }

            return true;
        }
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
