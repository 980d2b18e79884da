using Relay.Dialects;

namespace Relay.Ingress;

/// <summary>A request as it was read.</summary>
/// <param name="Body">What was read of its body, which may be all.</param>
/// <param name="Request">What it asks for.</param>
/// <param name="Upload">The rest of its body, to be sent as it comes; null when all of it was read.</param>
internal sealed record ReceivedRequest(PooledBody Body, CallRequest Request, Upload? Upload) : IDisposable
{
    /// <summary>What it has to do with what a provider holds; null for nothing.</summary>
    public HeldState? Held { get; init; }

    /// <summary>The unpacked body that is still read from; null when it was read whole.</summary>
    public Stream? Packed { get; init; }

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        Packed?.Dispose();
        Body.Dispose();
    }
}
