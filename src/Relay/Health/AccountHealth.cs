using System.Collections.Concurrent;
using Relay.Routing;

namespace Relay.Health;

/// <summary>What this instance knows of an account.</summary>
internal sealed class AccountHealth
{
    /// <summary>Callers choose the names that an account with a pattern answers to; of more than this nothing is kept.</summary>
    private const int MostModels = 1000;

    /// <summary>A model that is well and was not used for so long is forgotten.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ModelHealth> _models = new(StringComparer.Ordinal);

    /// <summary>Whether it gets calls.</summary>
    public Breaker Breaker { get; } = new();

    /// <summary>Its attempts that run.</summary>
    public SlotQueue Slots { get; } = new();

    /// <summary>Its models, by the provider's names.</summary>
    public IEnumerable<KeyValuePair<string, ModelHealth>> Models => _models;

    /// <summary>When it was last called, or first known.</summary>
    public DateTimeOffset LastUsed { get; set; }

    /// <summary>When it was last looked at beside the calls.</summary>
    public DateTimeOffset LastProbed { get; set; }

    /// <summary>Its last failure; null when there was none.</summary>
    public AccountError? LastError { get; set; }

    /// <summary>What is known of a model on it.</summary>
    public ModelHealth Model(string model)
    {
        if (_models.TryGetValue(model, out var known)) return known;
        return _models.Count < MostModels ? _models.GetOrAdd(model, static _ => new()) : new();
    }

    /// <summary>Forgets models that are well and not used.</summary>
    public void Prune(DateTimeOffset now)
    {
        foreach (var (name, model) in _models)
        {
            if (now - model.LastUsed > Forgotten && model.Breaker.Look(now) is { State: BreakerState.Closed, Share: >= 1 })
                _models.TryRemove(name, out _);
        }
    }

    /// <summary>Puts together what routing is to know of a model on it.</summary>
    public TargetHealth Of(string model, DateTimeOffset now)
    {
        var account = Breaker.Look(now);
        if (!_models.TryGetValue(model, out var known)) return Of(account, now);
        var own = known.Breaker.Look(now);
        var worse = own.State > account.State || (own.State == account.State && own.Until > account.Until) ? own : account;
        return Of(worse, now) with
        {
            Share = Math.Min(own.Share, account.Share),
            ErrorRate = Math.Max(own.ErrorRate, account.ErrorRate),
            TimeToFirstToken = known.TimeToFirstToken,
            Headroom = known.HeadroomAt(now),
        };
    }

    private TargetHealth Of(BreakerView view, DateTimeOffset now) => new()
    {
        State = view.State,
        Share = view.Share,
        ErrorRate = view.ErrorRate,
        Headroom = 1,
        InFlight = Slots.InFlight(now),
        Reason = view.Reason,
        Until = view.Until,
    };
}
