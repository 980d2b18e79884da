namespace Relay.Routing;

/// <summary>
/// Which accounts may be used. A word of it fits an account when it is one of its tags, its region, its id or its
/// provider.
/// </summary>
/// <param name="Only">An account must fit one of these; empty for any account.</param>
/// <param name="Avoid">An account must fit none of these.</param>
internal sealed record Constraint(IReadOnlyList<string> Only, IReadOnlyList<string> Avoid)
{
    /// <summary>Any account.</summary>
    public static readonly Constraint None = new([], []);

    /// <summary>Why an account may not be used; null when it may.</summary>
    /// <param name="account">The account.</param>
    /// <param name="word">The word that it must not fit; null when it fits none that it must.</param>
    public ExclusionReason? Check(Account account, out string? word)
    {
        word = null;
        for (var i = 0; i < Avoid.Count; i++)
        {
            if (!account.Fits(Avoid[i])) continue;
            word = Avoid[i];
            return ExclusionReason.Avoid;
        }

        if (Only.Count == 0) return null;
        for (var i = 0; i < Only.Count; i++)
        {
            if (account.Fits(Only[i])) return null;
        }

        return ExclusionReason.Only;
    }
}
