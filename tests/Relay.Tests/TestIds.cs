namespace Relay.Tests;

/// <summary>Ids out of a seed, so that a test that fails fails again.</summary>
internal static class TestIds
{
    public static Ids Make(TimeProvider time, int seed = 1) => new(time, Fill(seed));

    public static FillRandom Fill(int seed)
    {
        var random = new Random(seed);
        var gate = new Lock();
        return bytes =>
        {
            lock (gate) random.NextBytes(bytes);
        };
    }
}
