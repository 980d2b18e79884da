using System.Text.Json;
using Relay.Storage;

namespace Relay.Ledger;

/// <summary>Records as rows: one column a value, so that storage tools can read and filter them.</summary>
internal static class RecordRow
{
    /// <summary>The properties that the sums of rollups are made of.</summary>
    public static readonly IReadOnlyList<string> Summed = ["project", "member", "model", "model_ran", "outcome", "attempts"];

    // All that a record may have, and the two more of an open call.
    private const int MostProperties = 26;

    /// <summary>Makes the row of a record.</summary>
    public static TableRow ToRow(CallRecord record, TableKey key)
    {
        var row = new TableRow(key, capacity: MostProperties)
            .With("id", record.Id)
            .With("started", record.StartedAt)
            .With("key", record.Key)
            .With("project", record.Project)
            .With("dialect", record.Dialect)
            .With("stream", record.Stream)
            .With("model", record.Model)
            .With("outcome", record.Outcome.ToString())
            .With("usage_estimated", record.UsageEstimated)
            .With("unpriced", record.Unpriced)
            .With("attempts", JsonSerializer.Serialize(record.Attempts, LedgerJson.Default.IReadOnlyListAttemptRecord));
        Add(row, "member", record.Member);
        Add(row, "operation", record.Operation);
        Add(row, "model_ran", record.ModelRan);
        Add(row, "account", record.Account);
        Add(row, "routing", record.Routing);
        Add(row, "error_code", record.ErrorCode);
        Add(row, "finish_reason", record.FinishReason);
        if (record.Status is { } status) row.With("status", status);
        if (record.CostNanoUsd is { } cost) row.With("cost_nano_usd", cost);
        if (record.FirstByteMs is { } firstByte) row.With("first_byte_ms", firstByte);
        if (record.DurationMs is { } duration) row.With("duration_ms", duration);
        if (record.Usage is { } usage) row.With("usage", JsonSerializer.Serialize(usage, LedgerJson.Default.Usage));
        if (record.Price is { } price) row.With("price", JsonSerializer.Serialize(price, LedgerJson.Default.PriceUsed));
        return row;
    }

    /// <summary>Reads the record out of a row that <see cref="ToRow"/> made. What was not read of the row is empty.</summary>
    public static CallRecord FromRow(TableRow row) => new()
    {
        Id = row.Text("id") ?? "",
        StartedAt = row.Time("started") ?? default,
        Key = row.Text("key") ?? "",
        Project = row.Text("project") ?? "",
        Member = row.Text("member"),
        Operation = row.Text("operation"),
        Dialect = row.Text("dialect") ?? "",
        Stream = row.Flag("stream") ?? false,
        Model = row.Text("model") ?? "",
        ModelRan = row.Text("model_ran"),
        Account = row.Text("account"),
        Outcome = Enum.TryParse<CallOutcome>(row.Text("outcome"), out var outcome) ? outcome : CallOutcome.Open,
        Status = (int?)row.Number("status"),
        ErrorCode = row.Text("error_code"),
        FinishReason = row.Text("finish_reason"),
        Attempts = row.Text("attempts") is { } attempts
            ? JsonSerializer.Deserialize(attempts, LedgerJson.Default.IReadOnlyListAttemptRecord) ?? []
            : [],
        Usage = row.Text("usage") is { } usage ? JsonSerializer.Deserialize(usage, LedgerJson.Default.Usage) : null,
        UsageEstimated = row.Flag("usage_estimated") ?? false,
        Unpriced = row.Flag("unpriced") ?? false,
        CostNanoUsd = row.Number("cost_nano_usd"),
        Price = row.Text("price") is { } price ? JsonSerializer.Deserialize(price, LedgerJson.Default.PriceUsed) : null,
        Routing = row.Text("routing"),
        FirstByteMs = row.TryGet("first_byte_ms", out var firstByte) ? firstByte.AsDouble() : null,
        DurationMs = row.TryGet("duration_ms", out var duration) ? duration.AsDouble() : null,
    };

    private static void Add(TableRow row, string name, string? value)
    {
        if (value is not null) row.With(name, value);
    }
}
