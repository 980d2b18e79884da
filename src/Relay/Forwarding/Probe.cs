using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Health;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Forwarding;

/// <summary>
/// Looks at accounts that get no calls: those that are out, and those that nobody used for a while. It asks for the list
/// of models, which costs nothing; one that is well again gets its next call through the half-open breaker.
/// </summary>
public sealed partial class Probe
{
    /// <summary>An account that was just found ill is left alone for so long.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(5);

    /// <summary>An account that was not used for so long is looked at, and then as often.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    /// <summary>A list of models comes in a fraction of this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConfigSource _config;
    private readonly HealthBook _book;
    private readonly UpstreamClient _upstream;
    private readonly TimeProvider _time;
    private readonly ILogger<Probe> _log;

    internal Probe(ConfigSource config, HealthBook book, UpstreamClient upstream, TimeProvider time, ILogger<Probe> log)
    {
        _config = config;
        _book = book;
        _upstream = upstream;
        _time = time;
        _log = log;
    }

    /// <summary>Looks at every account that is due.</summary>
    /// <exception cref="Storage.TableStoreException">The config was never read and storage does not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var config = await _config.GetAsync(cancellationToken);
        await Task.WhenAll(config.Accounts
            .Where(account => IsDue(_book.Account(account.Id)))
            .Select(account => ProbeAsync(account, cancellationToken)));
    }

    private bool IsDue(AccountHealth health)
    {
        var now = _time.GetUtcNow();
        var view = health.Breaker.Look(now);
        // The second part is for a timer that runs twice, or over the end of its last run.
        if (view.State != BreakerState.Closed) return now - view.Since >= FirstAfter && now - health.LastProbed >= FirstAfter;
        var last = health.LastProbed > health.LastUsed ? health.LastProbed : health.LastUsed;
        return now - last >= Idle;
    }

    private async Task ProbeAsync(Account account, CancellationToken cancellationToken)
    {
        var health = _book.Account(account.Id);
        health.LastProbed = _time.GetUtcNow();
        var status = await AskAsync(account, cancellationToken);
        var now = _time.GetUtcNow();
        var wasWell = health.Breaker.Look(now).State == BreakerState.Closed;
        if (status is >= 200 and < 300)
        {
            if (wasWell) return;
            health.Breaker.ProbeSucceeded(now);
        }
        else if (wasWell && status == 401)
        {
            // Not 403: a key may be good for calls and not for the list.
            health.LastError = new(FailureCode.UpstreamAccount, null, now);
            health.Breaker.TakeOut(FailureCode.UpstreamAccount, BreakerSettings.FirstOut, BreakerSettings.LongestOut, now);
        }
        else if (wasWell && status is null && health.Breaker.TryPass(now, forced: false, out var pass))
        {
            health.LastError = new(FailureCode.UpstreamUnreachable, null, now);
            health.Breaker.Failed(pass, FailureCode.UpstreamUnreachable, now);
        }

        _book.Change();
        LogProbed(account.Id, status ?? 0);
    }

    // Null when the provider could not be reached, or not in time. -1 when it could not be asked.
    private async Task<int?> AskAsync(Account account, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_time, Patience, cancellationToken);
        deadline.Arm(Patience);
        try
        {
            using var request = await _upstream.CreateModelsAsync(account, deadline.Token);
            if (request is null) return -1;
            using var response = await _upstream.SendAsync(request, deadline.Token);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The account {Account} was looked at; its provider answered {Status}.")]
    private partial void LogProbed(string account, int status);
}
