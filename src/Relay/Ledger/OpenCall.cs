namespace Relay.Ledger;

/// <summary>A call in flight, as the table of open calls has it.</summary>
internal sealed class OpenCall
{
    private int _state;

    /// <summary>Ends when the row is durable; fails when it could not be written.</summary>
    public required Task Written { get; init; }

    /// <summary>Whether the call's record is durable, so that no checkpoint may bring the row back.</summary>
    public bool Settled => Volatile.Read(ref _state) != 0;

    /// <summary>Notes that the call's record is durable.</summary>
    public void Settle() => Volatile.Write(ref _state, 1);
}
