using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Relay.Dialects;
using Relay.Local.Tests.Running;
using Relay.Testing.Answers;

namespace Relay.Local.Tests.Wire.Recorded;

/// <summary>A provider that says each recorded answer again, and a relay in front of it that has a model for each.</summary>
public sealed partial class RecordedProvider : IAsyncLifetime
{
    // Read before the relay starts; a file may hold several answers.
    private readonly Dictionary<string, Recording> _recordings = [];
    private RawUpstream? _upstream;
    private RunningRelay? _relay;

    /// <summary>The relay.</summary>
    internal RunningRelay Relay => _relay!;

    /// <summary>The models that stand for the answers of a recording, in order.</summary>
    internal IEnumerable<(string Model, Recording Recording)> Of(string name) =>
        _recordings.Where(pair => pair.Value.Name == name).Select(pair => (pair.Key, pair.Value));

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, dialect) in Recordings.All())
        {
            foreach (var answer in Recordings.Read(name))
                _recordings.Add($"recording-{_recordings.Count}", new(name, dialect, Recordings.IsStream(name), answer));
        }

        _upstream = RawUpstream.Start(async (request, stream, cancellationToken) =>
            await stream.WriteAsync(Encoding.UTF8.GetBytes(BytesOf(_recordings[ModelPattern().Match(request).Value])), cancellationToken));
        _relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', Enum.GetValues<Dialect>().Select(dialect =>
                  $$"""{"id":"{{DialectNames.NameOf(dialect)}}","provider":"sandbox","dialects":["{{DialectNames.NameOf(dialect)}}"],"base_url":"{{_upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
              "models": [{{string.Join(',', _recordings.Select(pair =>
                  $$"""{"name":"{{pair.Key}}","targets":[{"account":"{{DialectNames.NameOf(pair.Value.Dialect)}}","model":"{{pair.Key}}"}]}"""))}}]
            }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_relay is not null) await _relay.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
    }

    private static string BytesOf(Recording recording)
    {
        if (!recording.IsStream) return RawUpstream.Json(recording.Answer.Single());
        var events = recording.Answer.Select(data => recording.Dialect is Dialect.Anthropic or Dialect.OpenAIResponses
            ? $"event: {JsonElement.Parse(data).GetProperty("type").GetString()}\ndata: {data}\n\n"
            : $"data: {data}\n\n");
        return RawUpstream.Events(string.Concat(events) + (recording.Dialect == Dialect.OpenAIChat ? "data: [DONE]\n\n" : ""));
    }

    [GeneratedRegex("recording-[0-9]+")]
    private static partial Regex ModelPattern();
}
