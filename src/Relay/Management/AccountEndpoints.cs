using Microsoft.AspNetCore.Http;
using Relay.Forwarding.Credentials;
using Relay.Health;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Management;

/// <summary>The state of the accounts over the management API.</summary>
public sealed class AccountEndpoints
{
    private readonly AdminApi _api;
    private readonly ConfigSource _config;
    private readonly HealthBook _book;
    private readonly ISecretStore _secrets;
    private readonly AccountCredentials _credentials;
    private readonly Ids _ids;
    private readonly TimeProvider _time;

    internal AccountEndpoints(
        AdminApi api, ConfigSource config, HealthBook book, ISecretStore secrets, AccountCredentials credentials, Ids ids, TimeProvider time)
    {
        _api = api;
        _config = config;
        _book = book;
        _secrets = secrets;
        _credentials = credentials;
        _ids = ids;
        _time = time;
    }

    /// <summary><c>GET /api/accounts</c>: each account's state, why and since when, as this instance sees it.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var config = await _config.GetAsync(cancellationToken);
            var now = _time.GetUtcNow();
            var views = await Task.WhenAll(config.Accounts.Select(async account =>
                ToView(account, _book.Account(account.Id), now) with { CredentialFaults = await FaultsAsync(account, cancellationToken) }));
            var page = new AccountPage(_ids.Instance, views);
            return await AdminApi.WriteAsync(http.Response, 200, page, ManagementJson.Default.AccountPage, cancellationToken);
        }, cancellationToken);

    // A secret that nobody has asked for yet is asked for here, so that a config's mistake is seen before a call meets it.
    private async Task<IReadOnlyList<CredentialFault>> FaultsAsync(Account account, CancellationToken cancellationToken)
    {
        var faults = new List<CredentialFault>();
        foreach (var name in account.Secrets)
        {
            if (await _secrets.GetAsync(name, cancellationToken) is null)
                faults.Add(new(name, SecretFaultText.Of(_secrets.FaultOf(name))));
        }

        if (account.Auth is not null && faults.Count == 0 && _credentials.Of(account)?.Fault is { } fault)
            faults.Add(new(null, SecretFaultText.Of(fault)));
        return faults;
    }

    private static AccountView ToView(Account account, AccountHealth health, DateTimeOffset now)
    {
        var view = health.Breaker.Look(now);
        return new()
        {
            Id = account.Id,
            Provider = account.Provider.Id,
            State = view.State,
            Reason = view.Reason,
            Since = view.Since,
            Until = view.Until,
            Share = view.Share,
            LastError = health.LastError?.Code,
            LastErrorAt = health.LastError?.At,
            CredentialFaults = [],
            InFlight = health.Slots.InFlight(now),
            Waiting = health.Slots.Waiting,
            MaxConcurrency = account.MaxConcurrency,
            Models = [.. health.Models.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => ToView(model.Key, model.Value, now))],
        };
    }

    private static AccountModelView ToView(string name, ModelHealth model, DateTimeOffset now)
    {
        var view = model.Breaker.Look(now);
        return new(
            name, view.State, view.Reason, view.Since, view.Until, view.Share, view.ErrorRate, model.HeadroomAt(now),
            model.TimeToFirstToken?.TotalMilliseconds);
    }
}
