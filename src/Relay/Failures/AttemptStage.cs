namespace Relay.Failures;

/// <summary>How far an attempt had come when it failed.</summary>
internal enum AttemptStage
{
    /// <summary>Making the request: its secret, its translation. Nothing was sent.</summary>
    Prepare,

    /// <summary>Reaching the provider and getting headers of an answer.</summary>
    Connect,

    /// <summary>Sending the request: the provider was there, and closed the connection before it had all of it.</summary>
    Send,

    /// <summary>Waiting: one of the deadlines of <c>timeouts</c> passed.</summary>
    Wait,

    /// <summary>The provider answered with an error status.</summary>
    Status,

    /// <summary>Reading an answer whose status said that all is well.</summary>
    Answer,
}
