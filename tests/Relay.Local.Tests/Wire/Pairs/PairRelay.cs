using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// A relay with an account of each dialect, and the one upstream behind them all. A model is named as the dialect that its
/// provider speaks.
/// </summary>
public sealed class PairRelay : IAsyncLifetime
{
    // What is said to a model depends on what it takes; these have names of their own.
    private static readonly (string Dialect, string Model)[] OtherModels =
        [("messages", "claude-opus-4-7"), ("messages", "claude-3-7-sonnet"), ("gemini", "gemini-2.5-flash"), ("responses", "gpt-4o"),
            ("openai-chat", "gpt-5.4")];

    private readonly RawUpstream _upstream;
    private RunningRelay _relay = null!;
    private string _answer = "";

    public PairRelay() => _upstream = RawUpstream.Start(
        (_, stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(_answer), cancellationToken).AsTask());

    public async ValueTask InitializeAsync() => _relay = await RunningRelay.StartAsync($$"""
        {
          "accounts": [{{Account("chat", "deepseek", ""","dialects": ["openai-chat"]""")}},{{Account("responses", "openai", ""","dialects": ["openai-responses"]""")}},
                       {{Account("openai-chat", "openai", ""","dialects": ["openai-chat"]""")}},{{Account("messages", "anthropic")}},{{Account("gemini", "google")}}],
          "models": [{{string.Join(',', PairCase.Dialects.Select(dialect => (dialect, dialect, RealModel(dialect)))
              .Concat(OtherModels.Select(other => (other.Model, other.Dialect, other.Model)))
              .Select(model => $$"""{"name":"{{model.Item1}}","targets":[{"account":"{{model.Item2}}","model":"{{model.Item3}}"}]}"""))}}]
        }
        """);

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    /// <summary>The provider's own name of the model that answers in a dialect.</summary>
    internal static string RealModel(string dialect) => dialect switch
    {
        "responses" => "real-2",
        "messages" => "claude-sonnet-4-5",
        "gemini" => "gemini-3-flash",
        _ => "llama-4",
    };

    /// <summary>A request as a caller writes it, or as a provider is to see it.</summary>
    internal static string Fill(string request, string dialect, string model, bool stream) => request
        .Replace("{model}", model, StringComparison.Ordinal)
        .Replace("{stream}", !stream ? "" : dialect switch
        {
            "gemini" => "",
            "chat" => ""","stream":true,"stream_options":{"include_usage":true}""",
            _ => ""","stream":true""",
        }, StringComparison.Ordinal);

    /// <summary>Asks in one dialect a model whose provider speaks another and will give an answer.</summary>
    internal async Task<PairAnswer> AskAsync(string caller, string provider, string body, bool stream, string answer)
    {
        _answer = answer;
        _upstream.Requests.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(caller, provider, stream));
        request.Content = new StringContent(Fill(body, caller, provider, stream), null, "application/json");
        using var response = await _relay.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await PairAnswer.ReadAsync(response, [.. _upstream.Requests]);
    }

    /// <summary>The request line that a provider is to see.</summary>
    internal static string LineOf(string provider, bool stream) => "POST " + PathOf(provider, RealModel(provider), stream)
        .Replace("/v1beta/", "/v1/", StringComparison.Ordinal) + " HTTP/1.1\r\n";

    private static string PathOf(string dialect, string model, bool stream) => dialect switch
    {
        "chat" => "/v1/chat/completions",
        "gemini" => $"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}",
        _ => "/v1/" + dialect,
    };

    private string Account(string id, string provider, string more = "") =>
        $$"""{"id":"{{id}}","provider":"{{provider}}","base_url":"{{_upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"{{more}}}""";
}
