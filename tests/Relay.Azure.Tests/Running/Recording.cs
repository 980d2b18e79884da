namespace Relay.Azure.Tests.Running;

/// <summary>Writes down what is sent, and answers what it was given.</summary>
/// <param name="sent">Gets each request as text: what tells one request from another, its own headers by name, its body.</param>
/// <param name="answers">The answers in their order.</param>
internal sealed class Recording(List<string> sent, Queue<HttpResponseMessage> answers) : HttpMessageHandler
{
    // Of the pipeline, or of this very moment.
    private static readonly string[] Left =
    [
        "Authorization", "User-Agent", "traceparent", "x-ms-client-request-id", "x-ms-date", "x-ms-return-client-request-id",
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Where(header => !Left.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Concat(request.Content?.Headers.Where(header => header.Key == "Content-Type") ?? [])
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        string[] lines = [$"{request.Method} {request.RequestUri!.AbsoluteUri}", .. headers, "", body.ReplaceLineEndings("\n")];
        sent.Add(string.Join('\n', lines));
        return answers.Dequeue();
    }
}
