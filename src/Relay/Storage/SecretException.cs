namespace Relay.Storage;

/// <summary>A secret or a token cannot be had. The message never holds one, nor what a server said about it.</summary>
public sealed class SecretException : Exception
{
    /// <summary>Makes a failure.</summary>
    public SecretException(SecretFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>Why it cannot be had.</summary>
    public SecretFault Fault { get; }

    /// <summary>How long the server asks to be left alone, when it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
