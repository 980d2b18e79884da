using System.Text.Json.Serialization;

namespace Relay.Ledger;

/// <summary>The durable line for a call. It has no member that could hold a prompt, an answer or a secret.</summary>
internal sealed record CallRecord
{
    /// <summary>The call's id, as in the header <c>x-relay-call-id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the call came.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The id of the key that it carried.</summary>
    public required string Key { get; init; }

    /// <summary>The project of that key.</summary>
    public required string Project { get; init; }

    /// <summary>The member that the key was given to; null for none.</summary>
    public string? Member { get; init; }

    /// <summary>What was to be done with the model; null for a conversation.</summary>
    public string? Operation { get; init; }

    /// <summary>The wire protocol that the caller spoke.</summary>
    public required string Dialect { get; init; }

    /// <summary>Whether the caller asked for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The model that the caller asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The model that ran, by the provider's own word, else the one it was asked for; null when none ran.</summary>
    public string? ModelRan { get; init; }

    /// <summary>The account of the last attempt.</summary>
    public string? Account { get; init; }

    /// <summary>How the call stands or ended.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<CallOutcome>))]
    public required CallOutcome Outcome { get; init; }

    /// <summary>The HTTP status that the caller got; 499 when it went away before one was sent.</summary>
    public int? Status { get; init; }

    /// <summary>Why it did not succeed: a code of Relay's or of the provider's; null when it did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why the model stopped, in the provider's word.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Every try, in order.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>The tokens of all attempts that may be charged for, as far as they are known; null when there was none, or nobody counted them.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Whether tokens of an attempt are Relay's estimate, for its provider reported none, or it broke off while that still counted.</summary>
    public bool UsageEstimated { get; init; }

    /// <summary>The cost of all attempts in nano-dollars; null when one of them has no price.</summary>
    public long? CostNanoUsd { get; init; }

    /// <summary>
    /// Whether no price tells what an attempt cost: then the cost is unknown, or nothing by the config's word. There is
    /// no price for the model, or the provider did not say what was used.
    /// </summary>
    public bool Unpriced { get; init; }

    /// <summary>The price of the last attempt that may be charged for; null when there is none.</summary>
    public PriceUsed? Price { get; init; }

    /// <summary>The plan and why it was so, as JSON of at most 16 KiB; null while it is open, and in listings.</summary>
    [JsonConverter(typeof(RawJson))]
    public string? Routing { get; init; }

    /// <summary>From the start of the call to the first byte for the caller, in milliseconds; null when none was sent.</summary>
    public double? FirstByteMs { get; init; }

    /// <summary>From the start of the call to its end, in milliseconds; null while it is open.</summary>
    public double? DurationMs { get; init; }
}
