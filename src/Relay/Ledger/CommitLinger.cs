namespace Relay.Ledger;

/// <summary>How long the first row of a group waits for others, while another group of its partition is under way.</summary>
/// <param name="Time">Zero for a store that groups writes itself: then each row goes to it at once.</param>
internal sealed record CommitLinger(TimeSpan Time)
{
    /// <summary>No waiting.</summary>
    public static CommitLinger None { get; } = new(TimeSpan.Zero);
}
