using System.Net;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Routing;
using Relay.Routing.Providers;
using Relay.Storage;

namespace Relay.Forwarding;

/// <summary>Sends calls to providers over one pool of connections.</summary>
internal sealed class UpstreamClient(ISecretStore secrets) : IDisposable
{
    /// <summary>How long a new connection may take; a provider that is up answers in a fraction of it.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Long enough to save handshakes, short enough to follow a provider's DNS.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> NoHeaders = [];

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

    /// <summary>Makes the request of an attempt; null when its account's secret cannot be had.</summary>
    public async ValueTask<HttpRequestMessage?> CreateAsync(
        Attempt attempt, CallRequest call, IHeaderDictionary callerHeaders, HttpContent content, CancellationToken cancellationToken)
    {
        var account = attempt.Target.Account;
        string? secret = null;
        if (account.Secret is not null)
        {
            secret = await secrets.GetAsync(account.Secret, cancellationToken);
            if (secret is null) return null;
            attempt.Secret = secret;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, attempt.Endpoint.UrlOf(attempt.Target.Model, call))
        {
            Version = HttpVersion.Version11,
            Content = content,
        };
        PassedHeaders.CopyToProvider(callerHeaders, request.Headers);
        AddHeaders(request, attempt.Endpoint.Provider, secret);
        return request;
    }

    /// <summary>Makes the request for an account's list of models; null when its secret cannot be had.</summary>
    public async ValueTask<HttpRequestMessage?> CreateModelsAsync(Account account, CancellationToken cancellationToken)
    {
        var secret = account.Secret is null ? null : await secrets.GetAsync(account.Secret, cancellationToken);
        if (account.Secret is not null && secret is null) return null;
        var endpoint = account.Endpoints[0];
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint.BaseUrl + "/models")) { Version = HttpVersion.Version11 };
        AddHeaders(request, endpoint.Provider, secret);
        return request;
    }

    /// <summary>Whether the secret that an attempt was refused with has been changed since, and so is worth another try.</summary>
    public async ValueTask<bool> HasNewSecretAsync(Attempt attempt, CancellationToken cancellationToken) =>
        attempt is { Secret: { } stale, Target.Account.Secret: { } name }
        && await secrets.RefreshAsync(name, stale, cancellationToken) is { } fresh
        && fresh != stale;

    /// <summary>Sends a request; returns when the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    private static void AddHeaders(HttpRequestMessage request, ProviderEndpoint provider, string? secret)
    {
        foreach (var (name, value) in provider.Headers ?? NoHeaders)
        {
            if (!request.Headers.NonValidated.Contains(name)) request.Headers.TryAddWithoutValidation(name, value);
        }

        // Compressed, its usage could not be read on the way.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (secret is not null) request.Headers.TryAddWithoutValidation(provider.Auth.Name, provider.Auth.ValueFor(secret));
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
