using Microsoft.AspNetCore.Http;

namespace Relay.Failures;

/// <summary>An error body in JSON that a provider sent, to be passed on byte for byte.</summary>
/// <param name="Body">The body.</param>
/// <param name="Headers">Those of its headers that the caller may see.</param>
internal sealed record UpstreamError(ReadOnlyMemory<byte> Body, IHeaderDictionary Headers);
