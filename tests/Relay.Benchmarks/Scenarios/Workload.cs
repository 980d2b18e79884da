using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Scenarios;

/// <summary>What is called for.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Kind">What is answered.</param>
/// <param name="RequestSize">The size of a request's body, in bytes.</param>
internal sealed record Workload(string Name, AnswerKind Kind, int RequestSize)
{
    private const int Kibibyte = 1024;

    public static Workload Json1K { get; } = new("JSON, 1 KB asked", AnswerKind.Json, Kibibyte);

    public static Workload Json50K { get; } = new("JSON, 50 KB asked", AnswerKind.Json, 50 * Kibibyte);

    public static Workload Json400K { get; } = new("JSON, 400 KB asked", AnswerKind.Json, 400 * Kibibyte);

    public static Workload Answer50K { get; } = new("JSON, 50 KB answered", AnswerKind.Json50K, Kibibyte);

    public static Workload Answer400K { get; } = new("JSON, 400 KB answered", AnswerKind.Json400K, Kibibyte);

    public static Workload Events { get; } =
        new(FormattableString.Invariant($"SSE, {AnswerKind.EventCount} events"), AnswerKind.Events, Kibibyte);
}
