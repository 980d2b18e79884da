using System.Collections.Concurrent;
using Relay.Routing;

namespace Relay.Health;

/// <summary>What this instance knows of the health of every account, from its own attempts and from the other instances.</summary>
internal sealed class HealthBook(TimeProvider time, HealthLog log)
{
    private readonly ConcurrentDictionary<string, AccountHealth> _accounts = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it is said what comes and goes.</summary>
    public HealthLog Log => log;

    /// <summary>The accounts that something is known of.</summary>
    public IEnumerable<KeyValuePair<string, AccountHealth>> Accounts => _accounts;

    /// <summary>Ends when something changed that other instances should know.</summary>
    public Task Changed => _changed.Task;

    /// <summary>What is known of an account.</summary>
    public AccountHealth Account(string id) => _accounts.TryGetValue(id, out var known)
        ? known
        : _accounts.GetOrAdd(id, new AccountHealth { LastUsed = time.GetUtcNow() });

    /// <summary>What routing is to know of a target.</summary>
    public TargetHealth Of(Target target) => _accounts.TryGetValue(target.Account.Id, out var account)
        ? account.Of(target.Model, time.GetUtcNow())
        : TargetHealth.Unknown;

    /// <summary>Begins an attempt at a target, unless it gets none just now or has too many.</summary>
    /// <param name="target">The target.</param>
    /// <param name="lifetime">How long the attempt may take.</param>
    /// <param name="forced">Whether it is let through however ill the target seems; never beyond its concurrency.</param>
    public AttemptLease? TryBegin(Target target, TimeSpan lifetime, bool forced)
    {
        var account = Account(target.Account.Id);
        var slot = account.Slots.TryTake(target.Account.MaxConcurrency ?? int.MaxValue, time.GetUtcNow(), lifetime);
        return slot is null ? null : Pass(account, target, slot.Value, forced);
    }

    /// <summary>Waits for a slot at a target that has too many attempts, and begins one.</summary>
    /// <param name="target">The target.</param>
    /// <param name="key">Whose attempt it is; keys are served in turn.</param>
    /// <param name="lifetime">How long the attempt may take.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when there was no room to wait, or no slot in time.</returns>
    public async ValueTask<AttemptLease?> BeginAsync(
        Target target, string key, TimeSpan lifetime, TimeSpan patience, CancellationToken cancellationToken)
    {
        var account = Account(target.Account.Id);
        var slot = await account.Slots.WaitAsync(
            key, target.Account.MaxConcurrency ?? int.MaxValue, lifetime, patience, time, cancellationToken);
        return slot is null ? null : Pass(account, target, slot.Value, forced: true);
    }

    /// <summary>After how long an answer of a target is later than usual: its own recent p95; null when too few are known.</summary>
    /// <param name="target">The target.</param>
    /// <param name="stream">Whether of streams, to their first token; else of JSON, to the whole answer.</param>
    public TimeSpan? LateAfter(Target target, bool stream) => Account(target.Account.Id).Model(target.Model).P95(stream);

    /// <summary>When a slot at a target is likely to be free.</summary>
    public TimeSpan RetryAfter(Target target) =>
        Account(target.Account.Id).Slots.RetryAfter(target.Account.MaxConcurrency ?? int.MaxValue);

    /// <summary>Says that something changed that other instances should know.</summary>
    public void Change() =>
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private AttemptLease? Pass(AccountHealth account, Target target, long slot, bool forced)
    {
        var now = time.GetUtcNow();
        var model = account.Model(target.Model);
        if (!account.Breaker.TryPass(now, forced, out var accountPass))
        {
            account.Slots.Return(slot, TimeSpan.Zero, now);
            return null;
        }

        if (!model.Breaker.TryPass(now, forced, out var modelPass))
        {
            account.Breaker.GaveUp(accountPass, now);
            account.Slots.Return(slot, TimeSpan.Zero, now);
            return null;
        }

        account.LastUsed = model.LastUsed = now;
        return new AttemptLease(account, model, target, slot, accountPass, modelPass, time, this);
    }
}
