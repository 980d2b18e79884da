using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Health;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Forwarding;

/// <summary>
/// Looks at accounts that get no calls: those that are out, and those that nobody used for a while. It asks for the list
/// of models, which costs nothing, or for one token where the config says so; an account that is well again gets its next call
/// through the half-open breaker.
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
    private readonly UpstreamErrorReader _errors;
    private readonly TokenProbe _tokens;
    private readonly TimeProvider _time;
    private readonly ILogger<Probe> _log;

    internal Probe(
        ConfigSource config, HealthBook book, UpstreamClient upstream, UpstreamErrorReader errors, TokenProbe tokens, TimeProvider time,
        ILogger<Probe> log)
    {
        _config = config;
        _book = book;
        _upstream = upstream;
        _errors = errors;
        _tokens = tokens;
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
            .Select(account => ProbeAsync(config, account, cancellationToken)));
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

    private async Task ProbeAsync(ConfigSnapshot config, Account account, CancellationToken cancellationToken)
    {
        var health = _book.Account(account.Id);
        health.LastProbed = _time.GetUtcNow();
        var failure = account.ProbeModel is { } model
            ? await _tokens.AskAsync(config, account, model, cancellationToken)
            : await AskForModelsAsync(account, cancellationToken);
        if (Note(account.Id, health, failure, _time.GetUtcNow())) return;
        _book.Change();
        LogProbed(account.Id, failure?.Code ?? "well");
    }

    // True when all was, and is, well.
    private bool Note(string id, AccountHealth health, Failure? failure, DateTimeOffset now)
    {
        var wasWell = health.Breaker.Look(now).State == BreakerState.Closed;
        if (failure is null)
        {
            if (!wasWell) health.Breaker.ProbeSucceeded(now);
            return wasWell;
        }

        if (!wasWell || failure.Cause is not { } cause || cause.Stage == AttemptStage.Prepare) return false;
        if (RetryTable.Of(failure).Health == HealthEffect.TakesAccountOut)
        {
            health.LastError = new(failure.Code, null, now);
            _book.Log.Opened(
                id, null, health.Breaker.TakeOut(failure.Code, BreakerSettings.FirstOut, BreakerSettings.LongestOut, now), failure.Code);
        }
        else if (cause.Stage is AttemptStage.Connect or AttemptStage.Wait && health.Breaker.TryPass(now, forced: false, out var pass))
        {
            health.LastError = new(failure.Code, null, now);
            _book.Log.Opened(id, null, health.Breaker.Failed(pass, failure.Code, now), failure.Code);
        }

        return false;
    }

    private async Task<Failure?> AskForModelsAsync(Account account, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_time, Patience, cancellationToken);
        deadline.Arm(Patience);
        try
        {
            var (failure, secret) = await AskOnceForModelsAsync(account, deadline.Token);
            // A secret that was changed meanwhile says nothing against the account.
            if (failure is not null && RetryTable.Of(failure).Step == RetryStep.RefreshThenSame
                && await _upstream.HasNewSecretAsync(account, secret, deadline.Token))
                (failure, _) = await AskOnceForModelsAsync(account, deadline.Token);
            return failure;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return UpstreamFailures.Unreachable();
        }
    }

    private async Task<(Failure? Failure, string? Secret)> AskOnceForModelsAsync(Account account, CancellationToken cancellationToken)
    {
        if (await _upstream.CreateModelsAsync(account, cancellationToken) is not var (request, secret)) return (UpstreamFailures.NoSecret(), null);
        using var sent = request;
        using var response = await _upstream.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode) return (null, secret);
        var status = (int)response.StatusCode;
        var code = await _errors.ReadCodeAsync(account.Endpoints[0].Dialect, response, cancellationToken);
        var failure = UpstreamFailures.FromStatus(status, code, null, null);
        // A key may be good for calls and not for the list.
        return (status == StatusCodes.Status403Forbidden ? failure with { Cause = null } : failure, secret);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The account {Account} was looked at: {Code}.")]
    private partial void LogProbed(string account, string code);
}
