using System.Text;

namespace Relay.Routing;

/// <summary>The ids under which the callers of one project know what providers hold for them.</summary>
/// <param name="ids">Makes and reads ids.</param>
/// <param name="project">The project.</param>
internal sealed class HeldIds(PinnedId ids, string project)
{
    // Of what is longer, sealed it would be longer than an id may be.
    private const int MaxBytes = 512;

    /// <summary>Makes the id for the caller; null when the provider's own is none that can be sealed.</summary>
    /// <param name="held">What it stands for.</param>
    public string? Seal(HeldId held)
    {
        if (held.Id.Length == 0 || held.Id.Contains('\n', StringComparison.Ordinal)) return null;
        var content = $"{held.Id}\n{held.Model}";
        return Encoding.UTF8.GetByteCount(content) <= MaxBytes ? ids.Seal(held.Account, content, project) : null;
    }

    /// <summary>Reads what a caller brings back; null when it was not made here, for this project.</summary>
    public HeldId? Open(string text)
    {
        if (!ids.TryOpen(text, project, out var account, out var content)) return null;
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? null : new(account, content[..end], content[(end + 1)..]);
    }
}
