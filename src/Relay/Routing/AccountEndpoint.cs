using Relay.Dialects;
using Relay.Dialects.Gemini;
using Relay.Routing.Providers;

namespace Relay.Routing;

/// <summary>Where an account is called in one dialect.</summary>
/// <param name="Provider">How its provider is called.</param>
/// <param name="BaseUrl">What comes before the dialect's own path, without a slash at its end.</param>
internal sealed record AccountEndpoint(ProviderEndpoint Provider, string BaseUrl)
{
    private readonly Uri? _fixed = Provider.Dialect switch
    {
        Dialect.OpenAIChat => new Uri(BaseUrl + "/chat/completions"),
        Dialect.OpenAIResponses => new Uri(BaseUrl + "/responses"),
        Dialect.Anthropic => new Uri(BaseUrl + "/messages"),
        // The model and the verb are in the path.
        Dialect.Gemini => null,
        _ => throw new ArgumentOutOfRangeException(nameof(Provider)),
    };

    /// <summary>The dialect that is spoken there.</summary>
    public Dialect Dialect => Provider.Dialect;

    /// <summary>Where a model is asked.</summary>
    /// <param name="model">The provider's name of it.</param>
    /// <param name="request">What is asked.</param>
    public Uri UrlOf(string model, CallRequest request) => request.Operation is { } operation
        ? new Uri(BaseUrl + operation.PathAt(Dialect, model, request.HeldId) + request.Query)
        : _fixed ?? new Uri($"{BaseUrl}/models/{Uri.EscapeDataString(model)}:{VerbOf(request)}{(request.Stream ? "?alt=sse" : "")}");

    private static string VerbOf(CallRequest request) =>
        request.Verb ?? (request.Stream ? GeminiRequestScan.Streamed : GeminiRequestScan.Whole);
}
