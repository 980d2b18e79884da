namespace Relay.Ledger;

/// <summary>
/// The tokens of an attempt, as its provider counted them, or of several together. Every count is zero or more. Null means that the
/// provider did not say, zero that it said zero. A reader that meets a negative number leaves null.
/// </summary>
/// <remarks>
/// Providers disagree on what contains what (Anthropic's <c>input_tokens</c> leave out what was cached, Gemini's
/// candidates leave out thoughts). Here a total always contains its parts; each dialect's reader adds up.
/// </remarks>
internal readonly record struct Usage
{
    /// <summary>All input tokens: fresh, read from a cache, written to one, of every modality.</summary>
    public long? Input { get; init; }

    /// <summary>The part of <see cref="Input"/> that was read from a prompt cache, of every modality.</summary>
    public long? CachedInput { get; init; }

    /// <summary>The part of <see cref="Input"/> that was written to a prompt cache, however long it is kept.</summary>
    public long? CacheWriteInput { get; init; }

    /// <summary>The part of <see cref="CacheWriteInput"/> that is kept for an hour, which costs more.</summary>
    public long? CacheWrite1hInput { get; init; }

    /// <summary>The part of <see cref="Input"/> that was audio, cached or not.</summary>
    public long? AudioInput { get; init; }

    /// <summary>The part of <see cref="AudioInput"/> that was read from a prompt cache.</summary>
    public long? CachedAudioInput { get; init; }

    /// <summary>The part of <see cref="Input"/> that was pictures, where an operation's answer says it.</summary>
    public long? ImageInput { get; init; }

    /// <summary>All output tokens: text, reasoning, audio, pictures.</summary>
    public long? Output { get; init; }

    /// <summary>The part of <see cref="Output"/> that was reasoning.</summary>
    public long? Reasoning { get; init; }

    /// <summary>The part of <see cref="Output"/> that was audio.</summary>
    public long? AudioOutput { get; init; }

    /// <summary>The part of <see cref="Output"/> that was pictures, where an operation's answer says it.</summary>
    public long? ImageOutput { get; init; }

    /// <summary>Both together: a count that neither says stays unknown. A sum that no long holds stays at the largest.</summary>
    public static Usage operator +(in Usage left, in Usage right) => new()
    {
        Input = Add(left.Input, right.Input),
        CachedInput = Add(left.CachedInput, right.CachedInput),
        CacheWriteInput = Add(left.CacheWriteInput, right.CacheWriteInput),
        CacheWrite1hInput = Add(left.CacheWrite1hInput, right.CacheWrite1hInput),
        AudioInput = Add(left.AudioInput, right.AudioInput),
        CachedAudioInput = Add(left.CachedAudioInput, right.CachedAudioInput),
        ImageInput = Add(left.ImageInput, right.ImageInput),
        Output = Add(left.Output, right.Output),
        Reasoning = Add(left.Reasoning, right.Reasoning),
        AudioOutput = Add(left.AudioOutput, right.AudioOutput),
        ImageOutput = Add(left.ImageOutput, right.ImageOutput),
    };

    private static long? Add(long? left, long? right) =>
        left is null ? right : right is null ? left : (long)Int128.Min(long.MaxValue, (Int128)left.Value + right.Value);
}
