using System.Text;
using System.Text.RegularExpressions;

namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>What came of a call, with the call's id and times as the cases write them: <c>call_1</c> and 1.</summary>
internal sealed partial record PairAnswer(
    int Status, string Body, bool IsCut, string Dropped, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Requests)
{
    /// <summary>The body of the one request that the provider got; empty when it got none.</summary>
    public string Asked => Requests.Count == 0 ? "" : Requests.Single().Split("\r\n\r\n", 2)[1];

    /// <summary>Reads an answer, of which a cut connection may be the end.</summary>
    public static async Task<PairAnswer> ReadAsync(HttpResponseMessage response, IReadOnlyList<string> requests)
    {
        using var read = new MemoryStream();
        var isCut = false;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await body.CopyToAsync(read, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            isCut = true;
        }

        var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var text = Encoding.UTF8.GetString(read.ToArray()).Replace(headers["x-relay-call-id"], "call_1", StringComparison.Ordinal);
        return new((int)response.StatusCode, Created().Replace(text, "$1:1"), isCut, headers.GetValueOrDefault("x-relay-dropped", ""), headers, requests);
    }

    [GeneratedRegex("(\"created(?:_at)?\"):[0-9]+")]
    private static partial Regex Created();
}
