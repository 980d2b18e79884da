using Microsoft.AspNetCore.Http;
using Relay.Health;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Management;

/// <summary>The state of the accounts over the management API.</summary>
public sealed class AccountEndpoints
{
    private readonly AdminApi _api;
    private readonly ConfigSource _config;
    private readonly HealthBook _book;
    private readonly Ids _ids;
    private readonly TimeProvider _time;

    internal AccountEndpoints(AdminApi api, ConfigSource config, HealthBook book, Ids ids, TimeProvider time)
    {
        _api = api;
        _config = config;
        _book = book;
        _ids = ids;
        _time = time;
    }

    /// <summary><c>GET /api/accounts</c>: each account's state, why and since when, as this instance sees it.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var config = await _config.GetAsync(cancellationToken);
            var now = _time.GetUtcNow();
            var page = new AccountPage(_ids.Instance, [.. config.Accounts.Select(account => ToView(account, _book.Account(account.Id), now))]);
            return await AdminApi.WriteAsync(http.Response, 200, page, ManagementJson.Default.AccountPage, cancellationToken);
        }, cancellationToken);

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
