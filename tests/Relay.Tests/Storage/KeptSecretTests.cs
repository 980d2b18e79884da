using Relay.Storage;

namespace Relay.Tests.Storage;

public sealed partial class KeptSecretTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _time = new();
    private readonly Queue<Func<Task<FreshSecret>>> _answers = new();
    private readonly KeptSecret _kept;
    private int _fetches;

    public KeptSecretTests() => _kept = new(_ =>
    {
        Interlocked.Increment(ref _fetches);
        lock (_answers) return _answers.Dequeue()();
    }, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task ManyThatWantItAtOnce_ShareOneFetch()
    {
        var answer = Later();
        var all = Enumerable.Range(0, 50).Select(_ => _kept.GetAsync(Token).AsTask()).ToList();
        answer.SetResult(Fresh("a"));

        Assert.All(await Task.WhenAll(all), got => Assert.Equal("a", got!.Value));
        Assert.Equal(("a", 1), ((await _kept.GetAsync(Token))!.Value, _fetches));
    }

    [Fact(Timeout = 60_000)]
    public async Task BeforeItIsOld_ItIsFetchedBesideItsUse()
    {
        Now(Fresh("a"));
        Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);
        _time.Advance(Lifetime * 0.7);
        var answer = Later();

        Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);
        Assert.Equal("a", (await _kept.GetAsync(Token))!.Value);
        answer.SetResult(Fresh("b"));
        // The same fetch is waited for, and brings what others get from now on.
        Assert.Equal("b", await UntilAsync("b"));
        Assert.Equal(2, _fetches);
    }

    [Fact(Timeout = 60_000)]
    public async Task WhatHasExpired_IsWaitedFor_AndNeverUsed()
    {
        Now(Fresh("a"));
        await _kept.GetAsync(Token);
        _time.Advance(Lifetime);
        Fails(SecretFault.Unreachable);

        Assert.Null(await _kept.GetAsync(Token));
        Assert.Equal(SecretFault.Unreachable, _kept.Fault);
    }

    [Fact(Timeout = 60_000)]
    public async Task ARefusedOne_IsFetchedAgain_Once()
    {
        Now(Fresh("a"));
        await _kept.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        var answer = Later();
        var all = Enumerable.Range(0, 20).Select(_ => _kept.RefreshAsync("a", Token).AsTask()).ToList();
        answer.SetResult(Fresh("b"));

        Assert.All(await Task.WhenAll(all), got => Assert.Equal("b", got!.Value));
        // One more that was refused with the old one comes late.
        Assert.Equal(("b", 2), ((await _kept.RefreshAsync("a", Token))!.Value, _fetches));
    }

    [Fact(Timeout = 60_000)]
    public async Task ARefusedOne_ThatIsSecondsOld_IsNotFetchedAgain()
    {
        Now(Fresh("a"));
        await _kept.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(9.9));

        Assert.Equal(("a", 1), ((await _kept.RefreshAsync("a", Token))!.Value, _fetches));
    }

    [Fact(Timeout = 60_000)]
    public async Task OneThatWasChangedHere_IsReadAnew_AndAFetchUnderWayIsNotKept()
    {
        var old = Later();
        var waiting = _kept.GetAsync(Token).AsTask();
        await FetchesAsync(1);
        _kept.Forget();
        Now(Fresh("b"));
        Assert.Equal("b", (await _kept.GetAsync(Token))!.Value);
        old.SetResult(Fresh("a"));
        await waiting;

        Assert.Equal("b", (await _kept.GetAsync(Token))!.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallerThatLeaves_EndsItsWaiting_AndNotTheFetch()
    {
        var answer = Later();
        using var leaving = new CancellationTokenSource();
        var first = _kept.GetAsync(leaving.Token).AsTask();
        var second = _kept.GetAsync(Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Fresh("a"));

        Assert.Equal(("a", 1), ((await second)!.Value, _fetches));
    }

    private FreshSecret Fresh(string value) => FreshSecret.Token(value, Lifetime, _time.GetUtcNow());

    private void Now(FreshSecret secret)
    {
        lock (_answers) _answers.Enqueue(() => Task.FromResult(secret));
    }

    private void Fails(SecretFault fault, TimeSpan? retryAfter = null)
    {
        lock (_answers) _answers.Enqueue(() => throw new SecretException(fault, "It is so.") { RetryAfter = retryAfter });
    }

    private TaskCompletionSource<FreshSecret> Later()
    {
        var answer = new TaskCompletionSource<FreshSecret>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_answers) _answers.Enqueue(() => answer.Task);
        return answer;
    }

    private async Task<string> UntilAsync(string value)
    {
        await Poll.UntilAsync(async () => (await _kept.GetAsync(Token))!.Value == value);
        return value;
    }

    private async Task FetchesAsync(int count)
    {
        await Poll.UntilAsync(() => Volatile.Read(ref _fetches) >= count);
    }
}
