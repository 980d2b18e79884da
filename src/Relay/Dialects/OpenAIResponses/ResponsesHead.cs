using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>The response object, which an answer is and which its first and last events hold. What it has not is empty.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object</remarks>
internal ref struct ResponsesHead
{
    /// <summary>Longer texts are no words of the protocol.</summary>
    private const int MaxWordLength = 64;

    /// <summary>Longer texts are no names.</summary>
    private const int MaxNameLength = 256;

    /// <summary>The provider's id of it.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    /// <summary>The model that runs.</summary>
    public string? Model { get; private set; }

    /// <summary>The class of service; null when it does not say.</summary>
    public string? Tier { get; private set; }

    /// <summary><c>completed</c>, <c>incomplete</c>, <c>failed</c>, <c>in_progress</c>, <c>queued</c>, <c>cancelled</c>.</summary>
    public string? Status { get; private set; }

    /// <summary>Why it is incomplete: <c>max_output_tokens</c>, <c>content_filter</c>.</summary>
    public string? IncompleteReason { get; private set; }

    /// <summary>What was used.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The items.</summary>
    public ReadOnlySpan<byte> Output { get; private set; }

    /// <summary>Why it failed.</summary>
    public ReadOnlySpan<byte> Error { get; private set; }

    /// <summary>Whether the provider says that it failed.</summary>
    public readonly bool IsFailed => Status == "failed" || ResponsesJson.IsGiven(Error);

    /// <summary>Whether it is still being made, elsewhere.</summary>
    public readonly bool IsUnderWay => Status is "in_progress" or "queued";

    /// <summary>Reads the object.</summary>
    /// <param name="members">Stands in front of its first member.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static ResponsesHead Read(ResponsesMembers members)
    {
        var head = default(ResponsesHead);
        while (members.MoveNext())
        {
            if (members.Is("id"u8)) head.Id = members.Value;
            else if (members.Is("model"u8)) head.Model = Word(members.Value, MaxNameLength);
            else if (members.Is("status"u8)) head.Status = Word(members.Value, MaxWordLength);
            else if (members.Is("service_tier"u8)) head.Tier = Word(members.Value, MaxWordLength);
            else if (members.Is("incomplete_details"u8)) head.IncompleteReason = ReasonOf(members.Value);
            else if (members.Is("usage"u8)) head.Usage = ResponsesUsage.Read(members.Value);
            else if (members.Is("output"u8)) head.Output = members.Value;
            else if (members.Is("error"u8)) head.Error = members.Value;
        }

        return head;
    }

    private static string? ReasonOf(ReadOnlySpan<byte> details)
    {
        var members = new ResponsesMembers(details);
        while (members.MoveNext())
        {
            if (members.Is("reason"u8)) return Word(members.Value, MaxWordLength);
        }

        return null;
    }

    private static string? Word(ReadOnlySpan<byte> value, int longest) =>
        value.Length <= longest + 2 ? ResponsesJson.ToText(value) : null;
}
