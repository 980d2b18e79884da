using Relay.Benchmarks.Load;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Scenarios;

/// <summary>Before anything is measured: everybody must bring what the upstream sends, byte for byte.</summary>
internal static class SameAnswers
{
    private const int RequestSize = 1024;

    /// <summary>Compares every answer that has an end.</summary>
    /// <exception cref="BenchmarkException">One differs.</exception>
    public static async Task CheckAsync(Course course, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        foreach (var contestant in course.All)
        {
            foreach (var kind in AnswerKind.All.Where(kind => kind != AnswerKind.Slow))
            {
                var url = FormattableString.Invariant($"http://127.0.0.1:{contestant.Port}{contestant.PathOf(kind)}");
                using var request = new HttpRequestMessage(HttpMethod.Post, url);
                request.Content = new ByteArrayContent(RequestBytes.Body(kind, RequestSize));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {contestant.Key}");
                using var response = await client.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (!response.IsSuccessStatusCode || !body.AsSpan().SequenceEqual(kind.Body.Span))
                {
                    throw new BenchmarkException(FormattableString.Invariant(
                        $"{contestant.Name} does not answer '{kind.Name}' as the upstream does: status {(int)response.StatusCode}, ")
                        + FormattableString.Invariant($"{body.Length} bytes for {kind.Body.Length}."));
                }
            }
        }
    }
}
