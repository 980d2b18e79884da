namespace Relay.Sandbox;

/// <summary>One request that the sandbox got.</summary>
public sealed class SandboxCall
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its number, from 1; also in the header <c>x-request-id</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The model that it asked for, with its spec.</summary>
    public required string Model { get; init; }

    /// <summary>The request's body.</summary>
    public required string Body { get; init; }

    /// <summary>How many tokens of an answer went out.</summary>
    public int Tokens { get; set; }

    /// <summary>Whether the whole answer went out; false while it is being sent, and for good when it failed or was cut.</summary>
    public bool Completed { get; set; }

    /// <summary>Completes when nothing more is sent: after the answer, after a fault, or when the caller left.</summary>
    public Task Ended => _ended.Task;

    internal void End() => _ended.TrySetResult();
}
