namespace Relay.Testing;

/// <summary>Waits for what comes about beside a test; what never does is found by the test's time-out.</summary>
public static class Poll
{
    // So short that no test takes noticeably longer, and long enough to leave the machine to what is waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits until something is so.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until something is so that must be asked for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
