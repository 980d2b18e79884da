using System.Buffers;

namespace Relay.Ingress;

/// <summary>A body in one rented array that grows as it is read, paid for from the memory budget. Not thread-safe.</summary>
internal sealed class PooledBody(MemoryBudget budget) : IDisposable
{
    /// <summary>What a body of unknown length begins with: most chat requests of agents fit at once or after one step.</summary>
    private const int FirstSize = 16 * 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>What has been read.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>What has been read.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>How much has been read, in bytes.</summary>
    public int Length => _length;

    /// <summary>Makes room for at least so many bytes more.</summary>
    /// <returns>False when the budget has too little left; what was read stays.</returns>
    public bool TryReserve(int more)
    {
        var needed = (long)_length + more;
        if (needed <= _bytes.Length) return true;
        if (needed > Array.MaxLength) return false;

        var size = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(FirstSize, _bytes.Length * 2L)));
        // The pool hands out powers of two; that is what the memory costs.
        var cost = (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size);
        if (!budget.TryTake(cost)) return false;

        var larger = ArrayPool<byte>.Shared.Rent(size);
        budget.Return(cost - larger.Length);
        Span.CopyTo(larger);
        ReturnArray();
        _bytes = larger;
        return true;
    }

    /// <summary>Reads from a stream into the room there is. Call <see cref="TryReserve"/> first.</summary>
    /// <returns>How many bytes came; 0 at the end of the stream.</returns>
    public async ValueTask<int> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
        _length += read;
        return read;
    }

    /// <summary>Adds bytes that are there already.</summary>
    /// <returns>False, and nothing is added, when the budget has too little left.</returns>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length)) return false;
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }

    /// <summary>Forgets what there is, and keeps the memory.</summary>
    public void Clear()
    {
        _bytes.AsSpan(0, _length).Clear();
        _length = 0;
    }

    /// <summary>Gives the memory back. What was read must not be used any more.</summary>
    public void Dispose()
    {
        ReturnArray();
        _bytes = [];
        _length = 0;
    }

    private void ReturnArray()
    {
        if (_bytes.Length == 0) return;
        budget.Return(_bytes.Length);
        // A prompt must not turn up in somebody else's buffer: only what was used need be cleared.
        _bytes.AsSpan(0, _length).Clear();
        ArrayPool<byte>.Shared.Return(_bytes);
    }
}
