using System.Diagnostics.CodeAnalysis;
using Relay.Failures;

namespace Relay;

/// <summary>What a step of the pipeline made, or why it could not.</summary>
internal readonly struct Result<T>
    where T : class
{
    private Result(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>What was made; null after a failure.</summary>
    public T? Value { get; }

    /// <summary>Why it could not be made; null after a success.</summary>
    public Failure? Failure { get; }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Failure failure) => new(null, failure);

    /// <summary>Takes the one or the other.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        value = Value;
        failure = Failure;
        return failure is null;
    }
}
