using System.Text;
using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Load;
using Relay.Benchmarks.Metering;
using Relay.Benchmarks.Report;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Scenarios;

/// <summary>What it costs to translate a stream, beside the pass-through of the same bytes of the same provider.</summary>
internal static class Pairs
{
    private const int MeteredConnections = 8;

    /// <summary>Runs it, with a Relay of its own.</summary>
    public static async Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        var rounds = course.Quick ? 2 : 7;
        var length = TimeSpan.FromSeconds(course.Quick ? 0.3 : 0.8);
        var port = LoopbackPort.Free();
        await using var relay = new RelayContestant(course.Direct.Port, Path.Combine(course.Folder, "pairs"), course.Time)
        {
            Kinds = [.. Speech.All.SelectMany(speech => new[] { speech.Short, speech.Long })],
        };
        await relay.StartAsync(AllocationMeter.Environment(port), cancellationToken);
        var table = new TextTable(
        [
            "caller → provider", "streams a second", "of pass-through", "µs of processor a stream", "of pass-through",
            "bytes allocated a stream", "… an event",
        ]);
        foreach (var provider in Speech.All)
        {
            var pairs = Speech.All.OrderByDescending(caller => caller == provider)
                .Select(caller => new Pair(caller, provider)).ToList();
            await MeasureAsync(pairs);
            foreach (var pair in pairs) AddRow(table, pair, pairs[0]);
        }

        return new Section(
            "Translated streams",
            FormattableString.Invariant($"""
                The provider's stream has {Speech.ShortLength} pieces of text and comes at once. {Saturation.Connections} connections; the callers of
                one provider take turns, {rounds} rounds of {length.TotalSeconds} s; medians, shares taken within each round. Bytes over
                {MeteredConnections} connections; those of an event are what a stream of {Speech.LongLength} allocates more than one of {Speech.ShortLength}.
                """),
            table);

        async Task MeasureAsync(List<Pair> pairs)
        {
            foreach (var pair in pairs)
            {
                Course.Say($"translated streams: {pair.Name}");
                await CheckAsync(relay, pair, cancellationToken);
                await RoundAsync(pair, TimeSpan.FromSeconds(course.Quick ? 1 : 3));
                pair.ShortBytes = await AllocatedAsync(pair, isLong: false);
                pair.LongBytes = await AllocatedAsync(pair, isLong: true);
            }

            for (var round = 0; round < rounds; round++)
            {
                foreach (var pair in pairs) pair.Rounds.Add(await RoundAsync(pair, length));
            }
        }

        Task<LoopResult> RoundAsync(Pair pair, TimeSpan span) =>
            new ClosedLoop(relay, pair.Request(relay, isLong: false), Saturation.Connections, course.Time)
                .RunAsync(span, cancellationToken);

        async Task<double> AllocatedAsync(Pair pair, bool isLong)
        {
            var calls = course.Quick ? 200 : 1000;
            var loop = new ClosedLoop(relay, pair.Request(relay, isLong), MeteredConnections, course.Time);
            // Until the pools are filled.
            await loop.RunAsync(calls / 2, cancellationToken);
            var before = await AllocationMeter.ReadAsync(port, cancellationToken);
            await loop.RunAsync(calls, cancellationToken);
            return (await AllocationMeter.ReadAsync(port, cancellationToken) - before) / (double)calls;
        }
    }

    private static void AddRow(TextTable table, Pair pair, Pair native) => table.Add(
        pair.Name,
        Median.Of(pair.Rounds.Select(round => round.Rate)).ToText("N0"),
        pair.ShareOf(native, round => round.Rate).ToText("P0"),
        Median.Of(pair.Rounds.Select(round => round.CpuMicroseconds)).ToText("N0"),
        pair.ShareOf(native, round => round.CpuMicroseconds).ToText("P0"),
        new Median(pair.ShortBytes, null).ToText("N0"),
        new Median(pair.BytesAnEvent, null).ToText("N0"));

    // A stream that lost its text on the way would be fast.
    private static async Task CheckAsync(RelayContestant relay, Pair pair, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var kind = pair.Provider.Short;
        var url = FormattableString.Invariant($"http://127.0.0.1:{relay.Port}{pair.Caller.PathOf(kind)}");
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(pair.Caller.BodyOf(kind));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {relay.Key}");
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var pieces = body.AsSpan().Count(Encoding.ASCII.GetBytes(SpeechStreams.Piece));
        if (response.IsSuccessStatusCode && pieces == Speech.ShortLength
            && (!pair.IsNative || body.AsSpan().SequenceEqual(kind.Body.Span))) return;
        throw new BenchmarkException(FormattableString.Invariant($"{pair.Name}: status {(int)response.StatusCode}, {pieces} pieces of text: ")
            + Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(600, body.Length))));
    }
}
