namespace Relay.Storage.Embedded;

/// <summary>Where a row is: the index holds this, not the row.</summary>
/// <param name="Offset">The first byte of its JSON in the journal.</param>
/// <param name="Length">The bytes of its JSON.</param>
/// <param name="ETag">The number of the write that made it; no two writes of a store have the same.</param>
internal readonly record struct RowPlace(long Offset, int Length, long ETag);
