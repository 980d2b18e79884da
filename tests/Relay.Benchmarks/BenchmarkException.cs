namespace Relay.Benchmarks;

/// <summary>The run means nothing: a contestant did not start, or did not answer as it should.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
