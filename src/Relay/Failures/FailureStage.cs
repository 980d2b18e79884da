namespace Relay.Failures;

/// <summary>Which step of the way of a call failed.</summary>
internal enum FailureStage
{
    /// <summary>Reading the request.</summary>
    Ingress,

    /// <summary>Deciding whether the caller may.</summary>
    Gate,

    /// <summary>Choosing where the call goes.</summary>
    Routing,

    /// <summary>Sending it there and bringing the answer back.</summary>
    Forwarding,

    /// <summary>Keeping account of it.</summary>
    Ledger,

    /// <summary>A request of the management API.</summary>
    Management,
}
