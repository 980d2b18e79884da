namespace Relay.Sandbox;

/// <summary>What an event is to the sandbox.</summary>
internal enum SandboxEventKind
{
    /// <summary>Anything that is neither of the others.</summary>
    Other,

    /// <summary>One token.</summary>
    Token,

    /// <summary>The dialect's own end, without which a client knows that something is missing.</summary>
    End,
}
