namespace Relay.Benchmarks.Load;

/// <summary>When a call's answer came, as timestamps of the clock that only goes forward.</summary>
/// <param name="FirstByte">When the first byte of the answer's body was there.</param>
/// <param name="End">When the last was.</param>
internal readonly record struct CallTiming(long FirstByte, long End);
