using Relay.Forwarding;

namespace Relay.Tests.Forwarding;

public sealed class DeadlineTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void ItEnds_WhenTheWaitIsOver_AndEachArmingBeginsAnew()
    {
        using var deadline = new Deadline(_time, TimeSpan.FromHours(1), CancellationToken.None);
        deadline.Arm(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9));
        deadline.Arm(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(deadline.Token.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void ItEnds_WhenTheCallerGoes()
    {
        using var caller = new CancellationTokenSource();
        using var deadline = new Deadline(_time, TimeSpan.FromHours(1), caller.Token);
        Assert.False(deadline.Token.IsCancellationRequested);

        caller.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
    }
}
