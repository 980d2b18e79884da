namespace Relay.Dialects.Sse;

/// <summary>One event of a stream, as slices of the reader's buffer that live until it reads on.</summary>
/// <param name="Raw">All bytes of the event as they came, with the blank line that ends it.</param>
/// <param name="Data">Its data without <c>data:</c>, several lines joined by a line feed; empty for a comment.</param>
internal readonly record struct SseEvent(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Data);
