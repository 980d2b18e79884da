namespace Relay.Benchmarks.Load;

/// <summary>What a call took, from when it was due.</summary>
/// <param name="FirstByte">To the first byte of the answer's body.</param>
/// <param name="End">To the last.</param>
internal readonly record struct Latency(TimeSpan FirstByte, TimeSpan End);
