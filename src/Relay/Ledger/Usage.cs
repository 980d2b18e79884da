using System.Text.Json.Serialization;

namespace Relay.Ledger;

/// <summary>
/// The tokens of one attempt, as its provider counted them. Every count is zero or more. Null means that the
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

    /// <summary>
    /// Whether the provider said both totals. Where it did not, a cost counts only what is known and is too low.
    /// (An embedding has no output: its reader says zero.)
    /// </summary>
    [JsonIgnore]
    public bool HasTotals => Input is not null && Output is not null;
}
