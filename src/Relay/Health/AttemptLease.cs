using Relay.Routing;

namespace Relay.Health;

/// <summary>
/// One attempt as the health of its account sees it: a slot in flight, and what it says of the account. Given back when
/// disposed of, whatever happened.
/// </summary>
internal sealed class AttemptLease : IDisposable
{
    private readonly AccountHealth _account;
    private readonly ModelHealth _model;
    private readonly Target _target;
    private readonly TimeProvider _time;
    private readonly long _slot;
    private readonly long _started;
    private readonly BreakerPass _accountPass;
    private readonly BreakerPass _modelPass;
    private readonly HealthBook _book;
    private bool _probed;
    private bool _hasToken;
    private bool _said;
    private int _disposed;

    internal AttemptLease(
        AccountHealth account, ModelHealth model, Target target, long slot, BreakerPass accountPass, BreakerPass modelPass, TimeProvider time, HealthBook book)
    {
        _account = account;
        _target = target;
        _model = model;
        _slot = slot;
        _accountPass = accountPass;
        _modelPass = modelPass;
        _time = time;
        _book = book;
        _started = time.GetTimestamp();
    }

    /// <summary>Notes what the provider said of its limits.</summary>
    public void Note(RateLimits? limits)
    {
        if (limits is { } said) _model.Note(said);
    }

    /// <summary>A first token came. It answers a probe's question; whether the attempt succeeds is known at its end.</summary>
    public void FirstToken(TimeSpan after)
    {
        _hasToken = true;
        _model.Note(after);
        if (!_accountPass.IsProbe && !_modelPass.IsProbe) return;
        _probed = true;
        Succeed();
    }

    /// <summary>The attempt brought its whole answer.</summary>
    public void Succeeded()
    {
        _said = true;
        if (!_hasToken) _model.Note(stream: false, _time.GetElapsedTime(_started));
        if (!_probed) Succeed();
    }

    /// <summary>
    /// Another attempt was faster. Says nothing against the account, but that it takes so long and more is known: were it not,
    /// only fast answers would be, and what counts as slow would become less and less.
    /// </summary>
    public void WasSlow(bool stream) => _model.Note(stream, _time.GetElapsedTime(_started));

    /// <summary>The attempt failed.</summary>
    /// <param name="effect">What that means here.</param>
    /// <param name="code">The failure's code.</param>
    /// <param name="retryAfter">When the provider wants to be asked again; null when it did not say.</param>
    public void Failed(HealthEffect effect, string code, TimeSpan? retryAfter)
    {
        if (effect == HealthEffect.Nothing) return;
        _said = true;
        var now = _time.GetUtcNow();
        _account.LastError = new(code, _target.Model, now);
        switch (effect)
        {
            case HealthEffect.CountsAgainstAccount:
                Opened(null, _account.Breaker.Failed(_accountPass, code, now), code);
                break;
            case HealthEffect.CountsAgainstModel:
                Opened(_target.Model, _model.Breaker.Failed(_modelPass, code, now), code);
                if (retryAfter is { } wait) Rest(code, wait, now);
                break;
            case HealthEffect.CoolsModel:
                Rest(code, retryAfter ?? BreakerSettings.Cooling, now);
                break;
            case HealthEffect.TakesAccountOut:
                Opened(null, _account.Breaker.TakeOut(code, BreakerSettings.FirstOut, BreakerSettings.LongestOut, now), code);
                break;
            case HealthEffect.LeavesModelOut:
                Opened(_target.Model, _model.Breaker.TakeOut(code, BreakerSettings.NoModel, BreakerSettings.LongestOut, now), code);
                break;
        }

        // The provider answered, so that the one who asked whether the account is there has its answer.
        if (effect is HealthEffect.CountsAgainstModel or HealthEffect.CoolsModel or HealthEffect.LeavesModelOut && _accountPass.IsProbe)
            AccountSucceeded(now);
        else if (effect is HealthEffect.CountsAgainstAccount or HealthEffect.TakesAccountOut)
            _model.Breaker.GaveUp(_modelPass, now);
        _book.Change();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        var now = _time.GetUtcNow();
        if (!_said && !_probed)
        {
            _account.Breaker.GaveUp(_accountPass, now);
            _model.Breaker.GaveUp(_modelPass, now);
        }

        _account.Slots.Return(_slot, _time.GetElapsedTime(_started), now);
    }

    private void Rest(string code, TimeSpan wait, DateTimeOffset now)
    {
        var until = now + (wait < BreakerSettings.LongestCooling ? wait : BreakerSettings.LongestCooling);
        Opened(_target.Model, _model.Breaker.Rest(code, until, now), code);
    }

    private void Opened(string? model, DateTimeOffset? until, string code) => _book.Log.Opened(_target.Account.Id, model, until, code);

    private void Succeed()
    {
        var now = _time.GetUtcNow();
        AccountSucceeded(now);
        if (_model.Breaker.Succeeded(_modelPass, now)) _book.Log.Closed(_target.Account.Id, _target.Model);
        if (_accountPass.IsProbe || _modelPass.IsProbe) _book.Change();
    }

    private void AccountSucceeded(DateTimeOffset now)
    {
        if (_account.Breaker.Succeeded(_accountPass, now)) _book.Log.Closed(_target.Account.Id, null);
    }
}
