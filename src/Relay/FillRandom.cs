namespace Relay;

/// <summary>Fills a span with random bytes that nobody can guess. The one source of randomness, so that tests can choose it.</summary>
internal delegate void FillRandom(Span<byte> bytes);
