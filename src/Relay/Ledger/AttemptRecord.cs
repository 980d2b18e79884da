using System.Text.Json.Serialization;

namespace Relay.Ledger;

/// <summary>What a record keeps of an attempt. Times are in milliseconds.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Model">The provider's name of the model that was asked for.</param>
/// <param name="StartedAfterMs">From the start of the call to the start of the attempt.</param>
/// <param name="FirstByteMs">From the start of the attempt to the first byte of its answer's body; null when none came.</param>
/// <param name="DurationMs">From its start to its end; null while it runs.</param>
/// <param name="Status">The provider's status; null when it gave none.</param>
/// <param name="ErrorCode">Why it failed; null when it did not.</param>
/// <param name="CostNanoUsd">
/// Its part of the call's cost, estimated when it failed before usage came; 0 when the provider charges nothing for
/// it, null when the model has no price.
/// </param>
internal sealed record AttemptRecord(
    string Account,
    string Model,
    double StartedAfterMs,
    double? FirstByteMs,
    double? DurationMs,
    int? Status,
    string? ErrorCode,
    long? CostNanoUsd)
{
    /// <summary>The tokens that it used; null when it cannot be charged for, or nobody counted them.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Whether the tokens are Relay's estimate, for the provider reported none, or it broke off while that still counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool UsageEstimated { get; init; }

    /// <summary>Whether no price tells what its tokens cost: then the cost is unknown, or nothing by the config's word.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unpriced { get; init; }

    /// <summary>Whether it went on with the text of the one before, which broke off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Continues { get; init; }

    /// <summary>The fields of the request that did not reach the provider, by their paths; null when all did.</summary>
    public IReadOnlyList<string>? Dropped { get; init; }
}
