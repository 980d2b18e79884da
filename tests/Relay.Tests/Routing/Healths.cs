using Relay.Routing;

namespace Relay.Tests.Routing;

/// <summary>Health for tests.</summary>
internal static class Healths
{
    public static readonly TargetHealth Open = TargetHealth.Unknown with { State = BreakerState.Open };

    /// <summary>Any health there can be, by a number.</summary>
    public static TargetHealth Of(int number)
    {
        var random = new Random(number);
        return new()
        {
            State = (BreakerState)random.Next(3),
            Share = random.NextDouble(),
            ErrorRate = random.NextDouble() * random.Next(2),
            TimeToFirstToken = random.Next(3) == 0 ? null : TimeSpan.FromSeconds(random.NextDouble() * 10),
            Headroom = random.NextDouble(),
            InFlight = random.Next(50),
            Until = random.Next(2) == 0 ? null : Plans.Now.AddSeconds(random.Next(-10, 10)),
        };
    }
}
