using Relay.Dialects;
using Relay.Dialects.Gemini;
using Relay.Routing.Providers;

namespace Relay.Routing;

/// <summary>Where an account is called in one dialect.</summary>
/// <param name="Provider">How its provider is called.</param>
/// <param name="BaseUrl">What comes before the dialect's own path, without a slash at its end.</param>
/// <param name="ApiVersion">
/// Of Azure OpenAI's addresses that name it, and the deployment of all that is OpenAI Chat's; null where a body names its model
/// (https://learn.microsoft.com/azure/ai-services/openai/reference).
/// </param>
internal sealed record AccountEndpoint(ProviderEndpoint Provider, string BaseUrl, string? ApiVersion = null)
{
    private readonly Uri? _fixed = Provider.Dialect switch
    {
        Dialect.OpenAIChat => ApiVersion is null ? new Uri(BaseUrl + "/chat/completions") : null,
        Dialect.OpenAIResponses => new Uri(BaseUrl + "/responses" + VersionQuery(ApiVersion, '?')),
        Dialect.Anthropic => new Uri(BaseUrl + "/messages"),
        // The model and the verb are in the path.
        Dialect.Gemini => null,
        _ => throw new ArgumentOutOfRangeException(nameof(Provider)),
    };

    /// <summary>The dialect that is spoken there.</summary>
    public Dialect Dialect => Provider.Dialect;

    /// <summary>Where the list of its models is.</summary>
    public Uri ModelsUrl => new(BaseUrl + "/models" + VersionQuery(ApiVersion, '?'));

    /// <summary>Where a model is asked.</summary>
    /// <param name="model">The provider's name of it.</param>
    /// <param name="request">What is asked.</param>
    public Uri UrlOf(string model, CallRequest request) => request.Operation is { } operation
        ? At(model, operation.PathAt(Dialect, model, request.HeldId) + request.Query)
        : _fixed ?? At(model, Dialect == Dialect.Gemini
            ? $"/models/{Uri.EscapeDataString(model)}:{VerbOf(request)}{(request.Stream ? "?alt=sse" : "")}"
            : "/chat/completions");

    private Uri At(string model, string path)
    {
        if (ApiVersion is null) return new(BaseUrl + path);
        var deployment = Dialect == Dialect.OpenAIChat ? $"/deployments/{Uri.EscapeDataString(model)}" : "";
        return new(BaseUrl + deployment + path + VersionQuery(ApiVersion, path.Contains('?', StringComparison.Ordinal) ? '&' : '?'));
    }

    private static string VersionQuery(string? version, char before) => version is null ? "" : $"{before}api-version={version}";

    private static string VerbOf(CallRequest request) =>
        request.Verb ?? (request.Stream ? GeminiRequestScan.Streamed : GeminiRequestScan.Whole);
}
