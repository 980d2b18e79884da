using System.Net;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Forwarding.Credentials;
using Relay.Routing;
using Relay.Routing.Providers;

namespace Relay.Forwarding;

/// <summary>Sends calls to providers over one pool of connections.</summary>
internal sealed class UpstreamClient(AccountCredentials credentials) : IDisposable
{
    /// <summary>How long a new connection may take; a provider that is up answers in a fraction of it.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Long enough to save handshakes, short enough to follow a provider's DNS.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> NoHeaders = [];

    // Tokens go there whatever header the provider's keys go in (RFC 6750).
    private static readonly AuthHeader Bearer = new("Authorization", "Bearer ");

    // HttpClient would buffer a whole answer unless asked not to, call by call.
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    });

    /// <summary>Makes the request of an attempt; null when its account's credential cannot be had.</summary>
    public async ValueTask<HttpRequestMessage?> CreateAsync(
        Attempt attempt, CallRequest call, IHeaderDictionary callerHeaders, HttpContent content, CancellationToken cancellationToken)
    {
        var credential = credentials.Of(attempt.Target.Account);
        if (credential is not null && (attempt.Secret = await credential.GetAsync(cancellationToken)) is null) return null;

        var method = call.Operation?.Method ?? HttpMethod.Post;
        var request = new HttpRequestMessage(method, attempt.Endpoint.UrlOf(attempt.Target.Model, call))
        {
            Version = HttpVersion.Version11,
            Content = method == HttpMethod.Post ? content : null,
        };
        PassedHeaders.CopyToProvider(callerHeaders, request.Headers);
        if (attempt is { Tier: { } tier, Endpoint.Provider.TierHeader: { } name }) request.Headers.TryAddWithoutValidation(name, tier);
        AddHeaders(request, attempt.Endpoint.Provider, credential, attempt.Secret);
        return request;
    }

    /// <summary>Makes the request for an account's list of models, and says which secret is in it; null when its credential cannot be had.</summary>
    public async ValueTask<(HttpRequestMessage Request, string? Secret)?> CreateModelsAsync(Account account, CancellationToken cancellationToken)
    {
        var credential = credentials.Of(account);
        string? secret = null;
        if (credential is not null && (secret = await credential.GetAsync(cancellationToken)) is null) return null;
        var endpoint = account.Endpoints[0];
        var request = new HttpRequestMessage(HttpMethod.Get, endpoint.ModelsUrl) { Version = HttpVersion.Version11 };
        AddHeaders(request, endpoint.Provider, credential, secret);
        return (request, secret);
    }

    /// <summary>
    /// Whether an account has another secret than the one that it was refused with, and so reason to try again: a key out of
    /// the secret store, or a token. For all that were refused together it is fetched once, and not at all when it is seconds old.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="refused">The secret that was refused; null when none was shown.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<bool> HasNewSecretAsync(Account account, string? refused, CancellationToken cancellationToken) =>
        refused is not null && credentials.Of(account) is { } credential
        && await credential.RenewAsync(refused, cancellationToken) is { } fresh
        && fresh != refused;

    /// <summary>Sends a request; returns when the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    private static void AddHeaders(
        HttpRequestMessage request, ProviderEndpoint provider, IAccountCredential? credential, string? secret)
    {
        foreach (var (name, value) in provider.Headers ?? NoHeaders)
        {
            if (!request.Headers.NonValidated.Contains(name)) request.Headers.TryAddWithoutValidation(name, value);
        }

        // Compressed, its usage could not be read on the way.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (credential is null) return;
        var header = credential.IsToken ? Bearer : provider.Auth;
        request.Headers.TryAddWithoutValidation(header.Name, header.ValueFor(secret!));
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
